import { randomUUID } from 'node:crypto';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import { concluded } from '../../domain/delivery.ts';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { recordDelivery } from '../../functions/adapters/dynamodb/invitation-changes.ts';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { getItem } from '../../functions/adapters/dynamodb/items.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { invitationId } from '../../functions/adapters/keyed-ids.ts';
import { linkUrl } from '../../functions/adapters/links.ts';
import { call, longLogin } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { origin } from '../support/stack.ts';
import {
  type DeviceName,
  deviceNames,
  type Manager,
  type Person,
  people,
  type RoomName,
  type SiteSettings,
} from './steps.ts';

const SITE = 'demo';

/**
 * Shared by all histories: managers whose tokens outlast the moves of the clock, devices, and the last settings
 * put.
 */
export type Cast = Awaited<ReturnType<typeof assembleCast>>;

export async function assembleCast() {
  const devices = await Promise.all(deviceNames.map(async name => [name, await Device.create()] as const));
  const backend = await longLogin('backend', { scope: 'rooms:write site:admin' });
  const { settings } = await readSettings(backend);
  return {
    backend,
    managers: {
      owner: await longLogin('Owner'),
      stranger: await longLogin('stranger'),
      administrator: await longLogin('admin', { scope: 'site:admin' }),
    } satisfies Record<Manager, string>,
    devices: Object.fromEntries(devices) as Record<DeviceName, Device>,
    firstSettings: settings,
    lastPut: '',
    /** How often each outcome occurred, for example `redeem: link_expired`. */
    seen: new Map<string, number>(),
  };
}

async function readSettings(token: string) {
  const { body: settings, headers } = await call('getSettings', { token });
  return { settings, etag: headers.etag ?? '' };
}

/** The rooms, links and tickets of one history. */
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

  /** Records a link that a caller receives; every link is unique. */
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

  /** The fresh link as the mailer makes it, and since when the mail is in its current delivery state. */
  async mail(
    room: RoomName,
    person: Person,
  ): Promise<{ freshLink?: string | undefined; since?: string | undefined }> {
    const { roomId, id } = await this.parameters(room, person);
    const { invitation } = await readInvitation({ site: SITE, room: roomId, id });
    const freshLink = invitation?.freshLink && (await linkUrl(origin, invitation, invitation.freshLink));
    return { freshLink, since: invitation?.delivery.at };
  }

  /** Records that SES has accepted the queued mail. */
  async sendMail(room: RoomName, person: Person): Promise<void> {
    const { roomId, id } = await this.parameters(room, person);
    const { invitation } = await readInvitation({ site: SITE, room: roomId, id });
    if (invitation === undefined) throw new Error('there is no such invitation');
    const at = new Date().toISOString();
    await recordDelivery(invitation, { delivery: concluded(invitation.delivery, { state: 'sent' }, at) });
  }

  /** Deletes an invitation if its TTL is over, as DynamoDB does. @returns whether it was deleted */
  async forget(room: RoomName, person: Person, now: number): Promise<boolean> {
    const { roomId, id } = await this.parameters(room, person);
    const key = keys.invitation(SITE, roomId, id);
    const item = await getItem(key);
    if (item === undefined || item.ttl > now / 1000) return false;
    await dynamodb().send(new DeleteItemCommand({ TableName: tableName(), Key: marshall(key) }));
    return true;
  }
}
