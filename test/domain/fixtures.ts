import type { Invitation } from '../../domain/invitation.ts';
import type { Person } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import type { Settings } from '../../domain/site.ts';
import { localSites } from '../../local/sites.ts';

/** One example of each domain type; tests change the members that they are about. */

export const NOW = '2026-03-02T10:00:00.000Z';

export const person = (changes: Partial<Person> = {}): Person => ({
  site: 'demo',
  id: 'owner',
  firstName: 'Olivia',
  lastName: 'Owner',
  groups: [],
  scopes: [],
  siteRole: 'privateOnlyRole',
  ...changes,
});

export const room = (changes: Partial<Room> = {}): Room => ({
  site: 'demo',
  id: 'bio-101',
  generation: 1,
  title: 'Biology',
  ownerId: 'owner',
  chatAndCollaboration: true,
  createdAt: NOW,
  updatedAt: NOW,
  ...changes,
});

export const invitation = (changes: Partial<Invitation> = {}): Invitation => ({
  site: 'demo',
  room: 'bio-101',
  id: '0'.repeat(32),
  generation: 1,
  email: 'Ada@Example.edu',
  firstName: 'Ada',
  lastName: 'Byron',
  role: 'speaker',
  locale: 'en',
  linkId: 'a'.repeat(32),
  keyId: '1',
  firstLinkId: 'a'.repeat(32),
  generatedAt: NOW,
  linkDurationMinutes: 1440,
  createdAt: NOW,
  createdBy: { id: 'owner', name: 'Olivia Owner' },
  updatedAt: NOW,
  changedBy: { id: 'owner', name: 'Olivia Owner' },
  devices: {},
  delivery: { state: 'not_requested', at: NOW },
  ...changes,
});

type SettingsChanges = { [K in keyof Settings]?: Partial<Settings[K]> };

/** The settings of docs/contract.md#6-site-settings-and-trust, with changes. */
export function settings(changes: SettingsChanges = {}): Settings {
  const [first] = localSites('https://roompass.test');
  if (first === undefined) throw new Error('there are no local sites');
  const merged = structuredClone(first.settings) as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    const before = merged[name];
    merged[name] = typeof before === 'object' ? { ...before, ...(value as object) } : value;
  }
  return merged as Settings;
}

/** The instant `count` minutes after {@link NOW}. */
export const inMinutes = (count: number): string => new Date(Date.parse(NOW) + count * 60_000).toISOString();

/** The problem code that a function throws; `undefined` if it throws nothing. */
export function codeThrownBy(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
