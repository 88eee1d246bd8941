import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Invitation } from '../../domain/invitation.ts';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { type Key, keys } from '../../functions/adapters/dynamodb/table.ts';
import { type Answer, call, redeem, tokenOf } from './api.ts';
import { Device } from './device.ts';
import { type Invited, invite, putRoom } from './ground.ts';
import { freshLinkOf } from './items.ts';

const MINUTE = 60_000;

export type Times = { startsIn?: number; endsIn?: number };
type Visit = { device?: Device; email?: string; enter?: boolean; token?: string; link?: string };

/** The instant `count` minutes from now, by the test's clock. */
export const inMinutes = (count: number): string => new Date(Date.now() + count * MINUTE).toISOString();

export const passMinutes = (count: number): void => {
  vi.setSystemTime(Date.now() + count * MINUTE);
};

/** A separate room, one person invited into it, and that person's device. */
export class Scene {
  readonly roomId = `room-${randomUUID()}`;
  readonly #owner: string;
  readonly device: Device;
  invited: Invited = { email: '', id: '', link: '' };

  private constructor(owner: string, device: Device) {
    this.#owner = owner;
    this.device = device;
  }

  /** `owner` needs scope `rooms:write` and the id `owner`. */
  static async set(owner: string, times: Times = {}, body: object = {}): Promise<Scene> {
    const scene = new Scene(owner, await Device.create());
    await scene.move(times);
    await scene.inviteAgain(body);
    return scene;
  }

  /** Moves the session to other times, in minutes from now. */
  async move({ startsIn, endsIn }: Times, details: object = {}): Promise<void> {
    await putRoom(this.#owner, this.roomId, {
      ...details,
      ...(startsIn !== undefined && { startsAt: inMinutes(startsIn) }),
      ...(endsIn !== undefined && { endsAt: inMinutes(endsIn) }),
    });
  }

  async inviteAgain(body: object = {}): Promise<Invited> {
    const known = this.invited.email === '' ? {} : { email: this.invited.email };
    this.invited = await invite(this.#owner, this.roomId, { ...known, ...body });
    return this.invited;
  }

  /** The key of the invitation's item. */
  get key(): Key {
    return keys.invitation('demo', this.roomId, this.invited.id);
  }

  /** The invitation as it is stored. */
  async stored(): Promise<Invitation> {
    const { invitation } = await readInvitation({ site: 'demo', room: this.roomId, id: this.invited.id });
    if (invitation === undefined) throw new Error('there is no such invitation');
    return invitation;
  }

  deleteRoom(): Promise<Answer> {
    return call('deleteRoom', { parameters: { roomId: this.roomId }, token: this.#owner });
  }

  /** A manager's request about the invitation. */
  manage(route: Parameters<typeof call>[0], body?: object): Promise<Answer> {
    const parameters = { roomId: this.roomId, id: this.invited.id };
    return call(route, { parameters, token: this.#owner, ...(body && { body }) });
  }

  visit({ device = this.device, link = this.invited.link, ...visit }: Visit = {}): Promise<Answer> {
    return redeem({ device, link, ...visit });
  }

  enter(visit: Visit = {}): Promise<Answer> {
    return this.visit({ email: this.invited.email, enter: true, ...visit });
  }

  requestLink(link = this.invited.link): Promise<Answer> {
    return call('requestLink', { body: { token: tokenOf(link) } });
  }

  /** The fresh link that was requested, if one was granted. */
  freshLink(): Promise<string | undefined> {
    return freshLinkOf({ site: 'demo', room: this.roomId, id: this.invited.id });
  }
}
