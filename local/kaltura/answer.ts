/** What the stand-in answers to a request. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export function answer(status: number, type: string, body: string): Answer {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
  return { status, headers, body };
}

export const jsonAnswer = (status: number, body: string): Answer => answer(status, 'application/json', body);
