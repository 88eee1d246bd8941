import type { TestProject } from 'vitest/node';
import { startLocalStack } from '../../support/local-stack.ts';

/** What the suite speaks to. */
export type Target = {
  baseUrl: string;
  /** Takes the claims of a login and `site`, and answers `{token}`. */
  tokenUrl: string;
  /** The SES emulator's list of sent mails, where there is one. */
  mailStoreUrl: string | undefined;
  /** What the stack has logged, where this suite started it. */
  logFile: string | undefined;
};

declare module 'vitest' {
  interface ProvidedContext {
    target: Target;
  }
}

/** Takes the API at `BASE_URL`; without one it starts the local stack, which keeps nothing, and ends it afterwards. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { BASE_URL: baseUrl, TOKEN_URL: tokenUrl, MAIL_STORE_URL: mailStoreUrl } = process.env;
  // Vite sets BASE_URL to its own, `/`, where nobody else has.
  if (baseUrl && URL.canParse(baseUrl)) {
    const base = baseUrl.replace(/\/+$/, '');
    project.provide('target', {
      baseUrl: base,
      tokenUrl: tokenUrl || `${base}/dev/tokens`,
      mailStoreUrl: mailStoreUrl || undefined,
      logFile: undefined,
    });
    return undefined;
  }
  const { origin, mailStore, log, stop } = await startLocalStack();
  const target = { baseUrl: origin, tokenUrl: `${origin}/dev/tokens`, mailStoreUrl: mailStore, logFile: log };
  project.provide('target', target);
  return stop;
}
