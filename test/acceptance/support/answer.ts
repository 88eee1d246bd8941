export type SiteId = 'demo' | 'other';

export type Answer = {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
  body: any;
};
