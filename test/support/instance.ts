import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { vi } from 'vitest';
import type { RouteName } from '../../functions/contract/routes.ts';
import { type Handler, loadHandler } from '../../local/gateway/lambda.ts';
import { type Answer, type Call, call, tokenOf } from './api.ts';
import type { Device } from './device.ts';
import { origin } from './stack.ts';

const routes = [
  'generateInvitation',
  'getInvitationLink',
  'redeemInvitation',
  'getSession',
  'getTicketKeys',
] as const satisfies RouteName[];
type InstanceRoute = (typeof routes)[number];
type HttpHandler = Handler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** Functions after a separate cold start: they share the database with other instances, but none of their caches. */
export class Instance {
  readonly #handlers: Map<InstanceRoute, HttpHandler>;

  private constructor(handlers: Map<InstanceRoute, HttpHandler>) {
    this.#handlers = handlers;
  }

  static async start(): Promise<Instance> {
    vi.resetModules();
    const handlers = new Map<InstanceRoute, HttpHandler>();
    for (const name of routes) handlers.set(name, await loadHandler(name));
    return new Instance(handlers);
  }

  call(name: InstanceRoute, options: Call = {}): Promise<Answer> {
    return call(name, options, this.#handlers.get(name));
  }

  async enter(device: Device, link: string, email: string): Promise<Answer> {
    const dpop = await device.proof(`${origin}/v1/redeem`);
    return this.call('redeemInvitation', {
      headers: { dpop },
      body: { token: tokenOf(link), email, enter: true },
    });
  }

  async session(device: Device, ticket: string): Promise<Answer> {
    const dpop = await device.proof(`${origin}/v1/session`, { ticket });
    return this.call('getSession', { headers: { dpop, authorization: `DPoP ${ticket}` } });
  }
}
