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

test('a token contains the address, the site and the language', async () => {
  expect(await readUnsubscribeToken(token)).toEqual(addressee);
});

test('the address in a token is encrypted', () => {
  const parts = token.split('.').map(part => Buffer.from(part, 'base64url').toString('latin1'));
  expect(parts.join('\n').toLowerCase()).not.toMatch(/ada|example/);
});

test('for the longest address the header stays within SES’s limit', async () => {
  const email = emailSchema.parse(`${'각'.normalize('NFD').repeat(64)}@${'a.'.repeat(62)}kr`);
  expect(email).toHaveLength(319);
  const trust = { linkBaseUrl: 'https://invitations.media-services.department.university.example.edu' };
  const site = { id: 'a'.repeat(32), trust } as Site;
  const headers = await unsubscribeHeaders(site, { email, locale: 'zh-Hant-TW' });
  expect(headers['List-Unsubscribe']?.length).toBeLessThanOrEqual(870);
});

test('no other text is accepted as a token', async () => {
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
        // Decoders ignore some bits of a part's last character: such a change leaves the token valid.
        expect(['link_invalid', addressee]).toContainEqual(read);
      },
    ),
    { numRuns: 2000 },
  );
});
