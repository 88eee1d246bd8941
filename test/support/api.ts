import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { inject } from 'vitest';
import { type RouteName, routes } from '../../functions/contract/routes.ts';
import { signLogin } from '../../local/dev/issuer.ts';
import { type Handler, invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { issuerOf } from '../../local/sites.ts';
import type { Device } from './device.ts';
import { origin } from './stack.ts';

export type Call = {
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON; a string or bytes are sent unchanged. */
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
};

// biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
export type Answer = { status: number; headers: Record<string, string>; body: any };

type HttpHandler = Handler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/**
 * Calls a route's real handler with the event that the gateway would make, without HTTP. `instance` replaces this
 * process's own instance of the function.
 */
export async function call(
  name: RouteName,
  { parameters, query, body, token, headers }: Call = {},
  instance?: HttpHandler,
): Promise<Answer> {
  const { method, path } = routes[name];
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${await asOfNow(token)}` }),
      ...headers,
    },
    pathParameters: parameters ?? {},
    requestContext: { requestId: randomUUID(), http: { method } } as APIGatewayProxyEventV2['requestContext'],
    ...(body !== undefined && { body: Buffer.from(isRaw ? body : JSON.stringify(body)).toString('base64') }),
    isBase64Encoded: true,
  };
  const handler: HttpHandler = instance ?? (await loadHandler(name));
  const result = await invoke(handler, event);
  const isJson = String(result.headers?.['content-type']).includes('json');
  return {
    status: result.statusCode ?? 0,
    headers: result.headers as Record<string, string>,
    body: isJson && result.body ? JSON.parse(result.body) : result.body,
  };
}

type Claims = {
  sub: string;
  email?: string;
  given_name?: string;
  family_name?: string;
  groups?: string[];
  site_role?: string;
  scope?: string;
  expiresIn?: number;
  site?: 'demo' | 'other';
};

/** A bearer token of a local site's issuer, issued at the test's clock. */
export function login({ site = 'demo', expiresIn = 3600, ...claims }: Claims): Promise<string> {
  const named = { email: `${claims.sub}@demo.test`, given_name: 'Given', family_name: 'Family', ...claims };
  return signLogin(named, { issuer: issuerOf(origin, site), key: inject('issuerKeys')[site], expiresIn });
}

type Lasting = { claims: Claims; second: number; token: Promise<string> | string };
const lasting = new Map<string, Lasting>();
const currentSecond = () => Math.floor(Date.now() / 1000);

/** The login of a person who stays signed in: each {@link call} with this token sends a newly issued one. */
export async function longLogin(sub: string, more: Omit<Claims, 'sub'> = {}): Promise<string> {
  const claims = { sub, ...more };
  const token = await login(claims);
  lasting.set(token, { claims, second: currentSecond(), token });
  return token;
}

/** Signs again only if the clock has moved to another second, because `iat` is in seconds. */
function asOfNow(token: string): Promise<string> | string {
  const kept = lasting.get(token);
  if (kept === undefined) return token;
  const second = currentSecond();
  if (kept.second !== second) Object.assign(kept, { second, token: login(kept.claims) });
  return kept.token;
}

export const tokenOf = (link: string): string => link.split('#')[1] ?? '';

type Redeem = {
  headers?: Record<string, string>;
  device: Device;
  link: string;
  email?: string;
  enter?: boolean;
  token?: string;
  now?: Date;
};

/** Redeems a link on a device. */
export async function redeem({ device, link, email, enter, token, now, headers }: Redeem): Promise<Answer> {
  const dpop = await device.proof(`${origin}/v1/redeem`, now ? { now } : {});
  const body = {
    token: tokenOf(link),
    ...(email !== undefined && { email }),
    ...(enter !== undefined && { enter }),
  };
  return call('redeemInvitation', { body, headers: { dpop, ...headers }, ...(token && { token }) });
}

/** Requests the session with a ticket. */
export async function session(device: Device, ticket: string, now?: Date): Promise<Answer> {
  const dpop = await device.proof(`${origin}/v1/session`, { ticket, ...(now && { now }) });
  return call('getSession', { headers: { dpop, authorization: `DPoP ${ticket}` } });
}
