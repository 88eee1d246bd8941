const LIMIT = 1000;

/** What tests see of a request. It has no values except those in the URL, where secrets must never be. */
export type SeenRequest = {
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** As the caller wrote them; absent for a page. */
  readonly service?: string;
  readonly action?: string;
  /** Names of the parameters, of the URL and of the form. */
  readonly names: readonly string[];
};

/** Keeps the latest requests only. */
export function remember(requests: SeenRequest[], request: SeenRequest): void {
  requests.push(request);
  if (requests.length > LIMIT) requests.shift();
}
