import { Device } from '../../support/device.ts';
import type { Answer } from './answer.ts';
import type { Site } from './site.ts';
import { publicOrigin } from './target.ts';

export const tokenOf = (link: string): string => new URL(link).hash.slice(1);

type Visit = { link: string; email?: string; enter?: boolean; login?: string };

/** An invitee with a browser and a link. */
export class Invitee {
  readonly #site: Site;
  readonly device: Device;

  private constructor(site: Site, device: Device) {
    this.#site = site;
    this.device = device;
  }

  static async at(site: Site): Promise<Invitee> {
    return new Invitee(site, await Device.create());
  }

  async redeem({ link, login, ...rest }: Visit): Promise<Answer> {
    const headers = { dpop: await this.proof('/v1/redeem') };
    return this.#site.call('redeemInvitation', { body: { token: tokenOf(link), ...rest }, login, headers });
  }

  /** Redeems a link without entering. */
  open = ({ link }: { link: string }): Promise<Answer> => this.redeem({ link });

  enter = ({ link, email }: { link: string; email: string }): Promise<Answer> =>
    this.redeem({ link, email, enter: true });

  async session(ticket: string): Promise<Answer> {
    const dpop = await this.proof('/v1/session', ticket);
    return this.#site.call('getSession', { headers: { dpop, authorization: `DPoP ${ticket}` } });
  }

  proof = (path: string, ticket?: string): Promise<string> =>
    this.device.proof(publicOrigin + path, ticket === undefined ? {} : { ticket });
}
