import type { TestProject } from 'vitest/node';
import { startLocalStack } from '../../support/local-stack.ts';

/** The API under test and its surroundings. */
export type Target = {
  baseUrl: string;
  /** Takes the claims of a login and `site`, and answers `{token}`. */
  tokenUrl: string;
  /** The origin of each site's own pages, with `{site}` in it, if it is known. */
  siteOrigin: string | undefined;
  /** The SES emulator's list of sent mails, if there is one. */
  mailStoreUrl: string | undefined;
  /** Takes SES events in the form in which SES publishes them, if there is such a route. */
  sesEventsUrl: string | undefined;
  /** A file or URL with all log lines of the functions, if there is one. */
  logs: string | undefined;
  /** Whether the suite has started the stack itself. */
  isLocal: boolean;
};

declare module 'vitest' {
  interface ProvidedContext {
    target: Target;
  }
}

/** Uses the API at `BASE_URL`; without one it starts the local stack in memory, and stops it afterwards. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { BASE_URL: baseUrl, TOKEN_URL, SITE_ORIGIN, MAIL_STORE_URL, SES_EVENTS_URL, LOG_URL } = process.env;
  // Vite sets BASE_URL to its own value, `/`, if it is not set.
  if (baseUrl && URL.canParse(baseUrl)) {
    const base = baseUrl.replace(/\/+$/, '');
    project.provide('target', {
      baseUrl: base,
      tokenUrl: TOKEN_URL || `${base}/dev/tokens`,
      siteOrigin: SITE_ORIGIN || undefined,
      mailStoreUrl: MAIL_STORE_URL || undefined,
      sesEventsUrl: SES_EVENTS_URL || undefined,
      logs: LOG_URL || undefined,
      isLocal: false,
    });
    return undefined;
  }
  const { origin, mailStore, log, stop } = await startLocalStack();
  project.provide('target', {
    baseUrl: origin,
    tokenUrl: `${origin}/dev/tokens`,
    siteOrigin: 'https://{site}.example.edu',
    mailStoreUrl: mailStore,
    sesEventsUrl: `${origin}/dev/ses-events`,
    logs: log,
    isLocal: true,
  });
  return stop;
}
