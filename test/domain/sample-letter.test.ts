import { expect, test } from 'vitest';
import { SAMPLE_LINK, sampleCases, sampleVariables } from '../../domain/sample-letter.ts';
import { NOW } from './fixtures.ts';

const letter = {
  locale: 'en',
  roles: { viewer: 'viewer', speaker: 'speaker', moderator: 'moderator' },
  qrCode: 'cid:qr-code',
  settings: { name: 'A site' },
};

test('samples know all that a mail may be about, and each says who, when and where to', () => {
  const all = sampleCases.map(each => sampleVariables({ ...letter, ...each }, NOW));
  const shapes = all.map(
    ({ role, isPlanned, isOpen, startsAt, endsAt, roomDescription }) =>
      [role, isPlanned, isOpen, startsAt, endsAt, roomDescription].map(Boolean).join() + role,
  );
  expect(new Set(all.map(({ role }) => role)).size).toBe(3);
  // Planned, open or without a start, with an end or without; over. Each with a description or without.
  expect(new Set(shapes).size).toBe(3 * 7 * 2);
  for (const { link, fullName, siteName } of all)
    expect([link, fullName, siteName]).toEqual([SAMPLE_LINK, 'Ada Byron', 'A site']);
});
