import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type ProblemCode, problemCodes, problems } from '../../domain/problems.ts';
import type { Route } from '../../functions/contract/route.ts';
import { type RouteName, routes } from '../../functions/contract/routes.ts';
import { ADMIN_SECRET, APP_TOKEN } from '../../local/kaltura/directory.ts';
import type { SiteId } from './support/answer.ts';
import { isBrief } from './support/brief.ts';
import { reached } from './support/reached.ts';
import { secrets } from './support/secrets.ts';
import { documentedCodes, isLocal, logs, mailStoreUrl } from './support/target.ts';

const SITES: SiteId[] = ['demo', 'other'];

/** Codes that no client can cause over HTTP, or not in time. */
const elsewhere: Partial<Record<ProblemCode, string>> = {
  ticket_expired: 'after five minutes: test/functions/rare-problems.test.ts',
  internal_error: 'broken data: test/functions/rare-problems.test.ts',
  temporarily_unavailable: 'outages: test/functions/rare-problems.test.ts',
};

/** Codes of rooms from Kaltura, which only one of the sites has. */
const atOneSite: Partial<Record<ProblemCode, SiteId>> = { managed_by_kaltura: 'other' };

/** Not local: a gateway may answer preflights itself, and a mail's headers, which hold the token, are not visible. */
const unseenElsewhere: RouteName[] = ['fallback', 'getUnsubscribePage', 'unsubscribe'];

/** Answers that need a site with the launcher `kaf-lti`: test/functions/visits/launch-form.test.ts, test/pages/join.test.ts. */
const atOtherSites = ['getLaunchForm 200', 'getLaunchForm 410 link_expired'];

const known = Object.entries<Route>(routes) as [RouteName, Route][];

describe('after all other acceptance tests', () => {
  test.skipIf(isBrief)('every problem code was answered at both sites', () => {
    const rows = problemCodes.map(code => {
      const hits = reached.filter(each => each.code === code);
      const sites = SITES.filter(site => hits.some(hit => hit.site === site));
      return {
        code,
        status: problems[code].status,
        sites,
        how: elsewhere[code] ?? hits[0]?.test ?? 'NOT REACHED',
      };
    });
    console.log(tableOf(rows));
    const missing = rows.filter(
      ({ code, sites }) => !(code in elsewhere) && sites.length < (code in atOneSite ? 1 : SITES.length),
    );
    expect(missing).toEqual([]);
    expect(rows.filter(({ code, sites }) => code in elsewhere && sites.length > 0)).toEqual([]);
  });

  test.skipIf(isBrief)('every route gave each of its answers at both sites', () => {
    const missing = known.flatMap(([name, { answers }]) =>
      Object.keys(answers)
        .filter(() => isLocal || !unseenElsewhere.includes(name))
        .filter(status => !atOtherSites.includes(`${name} ${status}`))
        .flatMap(status => SITES.map(site => `${name} ${status} at ${site}`)),
    );
    const given = new Set(reached.map(({ route, status, site }) => `${route} ${status} at ${site}`));
    expect(missing.filter(each => !given.has(each))).toEqual([]);
  });

  test.skipIf(isBrief)('every route has answered each problem that the OpenAPI document lists for it', () => {
    const promised = known.flatMap(([name, { method, path }]) =>
      Object.values(problems).flatMap(({ status }) =>
        documentedCodes(method, path, status).map(code => `${name} ${status} ${code}`),
      ),
    );
    const given = new Set(reached.map(({ route, status, code }) => `${route} ${status} ${code}`));
    const excused = new Set(Object.keys(elsewhere));
    const missing = new Set(
      promised.filter(
        each => !given.has(each) && !excused.has(each.split(' ')[2] ?? '') && !atOtherSites.includes(each),
      ),
    );
    expect([...missing]).toEqual([]);
  });

  test.skipIf(logs === undefined)(
    'no log line shows a token, a proof, a ticket, an address or a name',
    async () => {
      const log = await readLogs();
      const lines = log.split('\n');
      expect(lines.filter(line => line.includes('"answered"')).length).toBeGreaterThanOrEqual(
        reached.length / 2,
      );
      expect(mailStoreUrl === undefined || lines.some(line => line.includes('"message":"mail"'))).toBe(true);
      expect(secrets.size).toBeGreaterThan(isBrief ? 200 : 500);
      const folded = log.toLowerCase();
      expect([...secrets].filter(secret => folded.includes(secret.toLowerCase()))).toEqual([]);
      // The beginning of every Kaltura session, and what seals them.
      for (const secret of ['djJ8', ADMIN_SECRET, APP_TOKEN.token]) expect(log).not.toContain(secret);
    },
  );
});

const readLogs = async (): Promise<string> =>
  isLocal ? readFile(logs ?? '', 'utf8') : (await fetch(logs ?? '')).text();

type Row = { code: string; status: number; sites: string[]; how: string };

function tableOf(rows: Row[]): string {
  const lines = rows
    .toSorted((a, b) => a.status - b.status)
    .map(
      ({ code, status, sites, how }) => `${status}  ${code.padEnd(28)} ${sites.join('+').padEnd(11)} ${how}`,
    );
  return ['Codes reached in this run:', ...lines].join('\n');
}
