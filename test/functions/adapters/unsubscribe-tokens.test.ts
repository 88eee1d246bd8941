import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { emailSchema } from '../../../domain/email.ts';
import type { Site } from '../../../domain/site.ts';
import { readUnsubscribeToken, unsubscribeToken } from '../../../functions/adapters/unsubscribe-tokens.ts';
import { unsubscribeHeaders } from '../../../functions/mail/unsubscribe-headers.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

const addressee = { site: 'demo', email: 'Ada+rooms@Example.edu', locale: 'pt-BR' };
let token: string;

beforeAll(async () => {
  await startWithEmptyTable();
  token = await unsubscribeToken(addressee);
});

test('a token says who wants no more mail from which site, and in which language to speak with them', async () => {
  expect(await readUnsubscribeToken(token)).toEqual(addressee);
});

test('nobody can read the address in it', () => {
  const parts = token.split('.').map(part => Buffer.from(part, 'base64url').toString('latin1'));
  expect(parts.join('\n').toLowerCase()).not.toMatch(/ada|example/);
});

test('of the longest address its header is no longer than SES takes', async () => {
  const email = emailSchema.parse(`${'각'.normalize('NFD').repeat(64)}@${'a.'.repeat(62)}kr`);
  expect(email).toHaveLength(319);
  const trust = { linkBaseUrl: 'https://invitations.media-services.department.university.example.edu' };
  const site = { id: 'a'.repeat(32), trust } as Site;
  const headers = await unsubscribeHeaders(site, { email, locale: 'zh-Hant-TW' });
  expect(headers['List-Unsubscribe']?.length).toBeLessThanOrEqual(870);
});

test('no other text is taken for one', async () => {
  const place = fc.nat({ max: token.length - 1 });
  const character = fc.constantFrom(
    ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~ é',
  );
  const tampered = fc.oneof(
    fc.tuple(place, character).map(([at, other]) => token.slice(0, at) + other + token.slice(at + 1)),
    place.map(at => token.slice(0, at)),
    fc.tuple(place, character).map(([at, more]) => token.slice(0, at) + more + token.slice(at)),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(
      tampered.filter(text => text !== token),
      async text => {
        const read = await readUnsubscribeToken(text).catch(error => error.code);
        // The last character of a part has bits that decoders ignore: then it says the same.
        expect(['link_invalid', addressee]).toContainEqual(read);
      },
    ),
    { numRuns: 2000 },
  );
});
