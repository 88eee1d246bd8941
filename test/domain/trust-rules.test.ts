import { expect, test } from 'vitest';
import { kalturaSchema } from '../../domain/kaltura-trust.ts';
import type { Trust } from '../../domain/trust.ts';
import { trustMistakes } from '../../domain/trust-rules.ts';
import { localSites } from '../../local/sites.ts';

/** Rules between members of the trust that concern Kaltura; test/bin/site/file.test.ts has those of issuers. */

const kaltura = kalturaSchema.parse({ partnerId: 1, secretsRef: 'x' });
const ks = { type: 'kaltura-ks', template: 'https://kaf.test/{ks}', roomIs: 'entryId' } as const;

const [demo] = localSites('https://roompass.test');
const pathsOf = (changes: Partial<Trust>): string[] => {
  if (demo === undefined) throw new Error('there are no local sites');
  return trustMistakes({ ...demo.trust, ...changes }, []).map(({ path }) => path.join('.'));
};

test.each<[string, Partial<Trust>, string[]]>([
  ['issuers only', {}, []],
  ['Kaltura only', { issuers: [], kaltura }, []],
  ['Kaltura and an issuer without prefixes', { kaltura }, ['issuers.0.userIdPrefix', 'kaltura.userIdPrefix']],
  ['Kaltura and an issuer that share ids', { kaltura, sharedUserIds: true }, []],
  ['a launcher that needs Kaltura, without it', { launcher: ks }, ['kaltura']],
  ['a launcher that needs Kaltura, with it', { issuers: [], kaltura, launcher: ks }, []],
  [
    'rooms from Kaltura without an app token',
    { issuers: [], kaltura: { ...kaltura, rooms: 'kaltura' } },
    ['kaltura.appTokenRef'],
  ],
])('a trust with %s has the mistakes %j', (_, changes, paths) => {
  expect(pathsOf(changes)).toEqual(paths);
});
