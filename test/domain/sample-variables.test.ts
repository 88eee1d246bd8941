import { expect, test } from 'vitest';
import { SAMPLE_LINK, sampleCases, sampleVariables } from '../../domain/sample-variables.ts';
import { NOW } from './fixtures.ts';

const letter = {
  locale: 'en',
  roles: { viewer: 'viewer', speaker: 'speaker', moderator: 'moderator' },
  qrCode: 'cid:qr-code',
  settings: { name: 'A site', inviteToMedia: { earlyEntryMinutes: { viewer: 1, speaker: 1, moderator: 1 } } },
};

test('the samples cover every kind of mail, and each has a name, times and a link', () => {
  const all = sampleCases.map(each => sampleVariables({ ...letter, ...each }, NOW));
  const shapes = all.map(
    ({ role, isPlanned, isOpen, startsAt, opensAt, endsAt, roomDescription }) =>
      [role, isPlanned, isOpen, startsAt, opensAt, endsAt, roomDescription].map(Boolean).join() + role,
  );
  expect(new Set(all.map(({ role }) => role)).size).toBe(3);
  // 9 shapes of a session: planned (with or without early entry), open (with or without a start), each with or
  // without an end; or over. Each for 3 roles, with and without a description.
  expect(new Set(shapes).size).toBe(3 * 9 * 2);
  for (const { link, fullName, siteName } of all)
    expect([link, fullName, siteName]).toEqual([SAMPLE_LINK, 'Ada Byron', 'A site']);
});
