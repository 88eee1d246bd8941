import { randomUUID } from 'node:crypto';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { getItem } from '../../functions/adapters/dynamodb/items.ts';
import { invitationId, linkUrl } from '../../functions/adapters/links.ts';
import { keys } from '../../functions/table.ts';
import { call, login } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { origin } from '../support/stack.ts';
import {
  type DeviceName,
  deviceNames,
  type Manager,
  type Person,
  people,
  personNames,
  type RoomName,
  type SiteSettings,
} from './steps.ts';

const YEARS = 20 * 365 * 86_400;
const SITE = 'demo';

/** What all histories have in common: logins that outlive every move of the clock, devices, and the settings as put last. */
export type Cast = Awaited<ReturnType<typeof assembleCast>>;

export async function assembleCast() {
  const signIn = (sub: string, more = {}) => login({ sub, expiresIn: YEARS, ...more });
  const ofPeople = (site: 'demo' | 'other') =>
    Promise.all(
      personNames.map(async name => [name, await signIn(name, { site, email: people[name].email })] as const),
    );
  const devices = await Promise.all(deviceNames.map(async name => [name, await Device.create()] as const));
  const backend = await signIn('backend', { scope: 'rooms:write site:admin' });
  const { settings } = await readSettings(backend);
  return {
    backend,
    managers: {
      owner: await signIn('Owner'),
      stranger: await signIn('stranger'),
      administrator: await signIn('admin', { scope: 'site:admin' }),
    } satisfies Record<Manager, string>,
    logins: Object.fromEntries(await ofPeople('demo')) as Record<Person, string>,
    foreignLogins: Object.fromEntries(await ofPeople('other')) as Record<Person, string>,
    devices: Object.fromEntries(devices) as Record<DeviceName, Device>,
    firstSettings: settings,
    lastPut: '',
    /** How often each outcome came, such as `redeem: link_expired`. */
    seen: new Map<string, number>(),
  };
}

async function readSettings(token: string) {
  const { body: settings, headers } = await call('getSettings', { token });
  return { settings, etag: headers.etag ?? '' };
}

/** Where one history plays: rooms of its own, and everything that was given out in it. */
export class Stage {
  readonly cast: Cast;
  readonly links: string[] = [];
  readonly tickets: string[] = [];
  readonly #suffix = randomUUID();

  constructor(cast: Cast) {
    this.cast = cast;
  }

  roomId(room: RoomName): string {
    return `${room}-${this.#suffix}`;
  }

  /** A link that somebody gets; no two are ever the same. */
  handOut(link: string): void {
    expect(this.links).not.toContain(link);
    this.links.push(link);
  }

  async parameters(room: RoomName, person: Person) {
    const roomId = this.roomId(room);
    return { roomId, id: await invitationId(SITE, roomId, people[person].email) };
  }

  async putSettings({ enabled, mail, allowed, blocked, ...rest }: SiteSettings): Promise<void> {
    const { cast } = this;
    const inviteEmailTemplate = mail ? 'invitation' : null;
    const inviteToMedia = { ...cast.firstSettings.inviteToMedia, enabled, inviteEmailTemplate, ...rest };
    const body = { ...cast.firstSettings, inviteToMedia, emailDomains: { allowed, blocked } };
    if (JSON.stringify(body) === cast.lastPut) return;
    const { etag } = await readSettings(cast.backend);
    const { status } = await call('putSettings', {
      token: cast.backend,
      body,
      headers: { 'if-match': etag },
    });
    if (status !== 200) throw new Error(`the settings were refused with ${status}`);
    cast.lastPut = JSON.stringify(body);
  }

  /** The fresh link as the mailer makes it, and since when the invitation's mail stands as it does. */
  async mail(
    room: RoomName,
    person: Person,
  ): Promise<{ freshLink?: string | undefined; since?: string | undefined }> {
    const { roomId, id } = await this.parameters(room, person);
    const { invitation } = await readInvitation({ site: SITE, room: roomId, id });
    const freshLink = invitation?.freshLink && (await linkUrl(origin, invitation, invitation.freshLink));
    return { freshLink, since: invitation?.delivery.at };
  }

  /** Deletes an invitation as the database does once its time to live is over; whether it was. */
  async forget(room: RoomName, person: Person, now: number): Promise<boolean> {
    const { roomId, id } = await this.parameters(room, person);
    const key = keys.invitation(SITE, roomId, id);
    const item = await getItem(key);
    if (item === undefined || item.ttl > now / 1000) return false;
    await dynamodb().send(new DeleteItemCommand({ TableName: tableName(), Key: marshall(key) }));
    return true;
  }
}
