import { randomUUID } from 'node:crypto';
import { inject, vi } from 'vitest';
import type { InvitationView } from '../../../domain/invitation.ts';
import type { RoomDetails } from '../../../domain/room.ts';
import type { Settings } from '../../../domain/site.ts';

/** The site around the pages: the actions of its backend and managers, and its mail. */

export const origin = inject('origin');

export type SiteId = 'demo' | 'other';
export type Invited = { room: string; id: string; email: string; link: string; site: SiteId };

const backend = { sub: 'backend', scope: 'rooms:write site:admin' };
export const manager = { sub: 'owner', email: 'owner@demo.test', given_name: 'Olivia', family_name: 'Owner' };

type Call = { method: string; path: string; body?: object; as: object; headers?: Record<string, string> };

async function send({ method, path, body, as, headers }: Call): Promise<Response> {
  const response = await fetch(origin + path, {
    method,
    headers: {
      authorization: `Bearer ${await login(as)}`,
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

export async function login(claims: object): Promise<string> {
  const response = await fetch(`${origin}/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(claims),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}

/** The instant `seconds` from now. */
export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

const lecture: RoomDetails = {
  title: 'Cell biology, live',
  description: 'A guest lecture on the inner life of cells.\nWith questions at any time.',
  speakers: [{ name: 'Rosalind Franklin', title: 'Guest lecturer' }],
  timeZone: 'Europe/London',
  ownerId: 'owner',
  chatAndCollaboration: true,
};

type Place = { id?: string; site?: SiteId };

/** Registers or replaces a room. @returns its id */
export async function putRoom(
  details: Partial<RoomDetails> = {},
  { id = randomUUID(), site = 'demo' }: Place = {},
): Promise<string> {
  await send({
    method: 'PUT',
    path: `/v1/rooms/${id}`,
    body: { ...lecture, ...details },
    as: { ...backend, site },
  });
  return id;
}

export async function deleteRoom(id: string): Promise<void> {
  await send({ method: 'DELETE', path: `/v1/rooms/${id}`, as: backend });
}

/** Invites a person into a room, by default a new one as a viewer. */
export async function invite(
  room: string,
  { site = 'demo', ...given }: { site?: SiteId } & Record<string, unknown> = {},
): Promise<Invited> {
  const person = { email: `ada-${randomUUID()}@example.edu`, firstName: 'Ada', lastName: 'Byron' };
  const path = `/v1/rooms/${room}/invitations`;
  const body = { ...person, role: 'viewer', ...given };
  const response = await send({ method: 'POST', path, body, as: { ...manager, site } });
  const { invitation, link } = (await response.json()) as { invitation: InvitationView; link: string };
  return { room, id: invitation.id, email: invitation.email, link, site };
}

/** Invites into a new room that is open. */
export const inviteToOpenRoom = async (given: Record<string, unknown> = {}): Promise<Invited> =>
  invite(await putRoom(), given);

const pathOf = ({ room, id }: Invited) => `/v1/rooms/${room}/invitations/${id}`;

export async function promote(invited: Invited, role: string): Promise<void> {
  await send({ method: 'POST', path: `${pathOf(invited)}/promote`, body: { role }, as: manager });
}

export async function revoke(invited: Invited): Promise<void> {
  await send({ method: 'POST', path: `${pathOf(invited)}/revoke`, as: manager });
}

export async function lookUp(invited: Invited): Promise<InvitationView> {
  const as = { ...manager, site: invited.site };
  const response = await send({ method: 'GET', path: pathOf(invited), as });
  return (await response.json()) as InvitationView;
}

/** Changes the settings of the site `other`. Only states.test.ts may do that: no other test invites there. */
export const changeSettingsOfOther = (change: Partial<Settings>): Promise<void> =>
  changeSettings(settings => ({ ...settings, ...change }));

/** Changes its `inviteToMedia` settings. */
export const changeInvitingAtOther = (change: Partial<Settings['inviteToMedia']>): Promise<void> =>
  changeSettings(settings => ({ ...settings, inviteToMedia: { ...settings.inviteToMedia, ...change } }));

async function changeSettings(change: (settings: Settings) => Settings): Promise<void> {
  const as = { ...backend, site: 'other' };
  const current = await send({ method: 'GET', path: '/v1/site/settings', as });
  const body = change((await current.json()) as Settings);
  const headers = { 'if-match': current.headers.get('etag') ?? '' };
  await send({ method: 'PUT', path: '/v1/site/settings', body, as, headers });
}

type Mail = { destination: { to: string[] }; body: { text?: string } };

/** Waits until `count` mails to an address have arrived. @returns their links, oldest first */
export const mailedLinks = (address: string, count = 1): Promise<string[]> =>
  vi.waitFor(
    async () => {
      const store = await fetch(inject('mailStore'));
      const { emails } = (await store.json()) as { emails: Mail[] };
      const own = emails.filter(({ destination }) => destination.to.some(to => to.includes(address)));
      const links = own.map(({ body }) => /\S+\/i#\S+/.exec(body.text ?? '')?.[0] ?? '');
      if (links.length < count) throw new Error(`${links.length} of ${count} mails arrived`);
      return links;
    },
    { timeout: 10_000, interval: 100 },
  );
