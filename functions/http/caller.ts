import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Person, Scope } from '../../domain/person.ts';
import { Problem } from '../../domain/problems.ts';
import type { VisitorLogin } from '../../domain/redeem.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { verifyBearer, verifyLogin } from '../adapters/bearer.ts';
import { verifyKs, verifyKsLogin } from '../adapters/kaltura/login.ts';
import { type Ticket, verifyTicket } from '../adapters/tickets.ts';
import type { Caller, Route } from '../contract/route.ts';
import { environment } from '../runtime/environment.ts';
import { type DeviceProof, verifyDeviceProof } from './device-proof.ts';

export type SiteCaller = { person: Person; site: Site };
type Admitted = { device: string; ticket: Ticket };

/** The verified identity of each kind of caller. */
export type Proved = {
  person: SiteCaller;
  backend: SiteCaller;
  administrator: SiteCaller;
  invitee: DeviceProof;
  admitted: Admitted;
  anyone: undefined;
};

type Incoming = { event: APIGatewayProxyEventV2; route: Route; now: Instant };

/** @throws `unauthenticated`, `forbidden`, `invalid_device_proof`, `ticket_expired` */
export async function proveCaller(incoming: Incoming): Promise<Proved[Caller]> {
  switch (incoming.route.caller) {
    case 'person':
      return signedIn(incoming);
    case 'backend':
      return withScope(await signedIn(incoming), 'rooms:write');
    case 'administrator':
      return withScope(await signedIn(incoming), 'site:admin');
    case 'invitee':
      return proofOf(incoming);
    case 'admitted':
      return admitted(incoming);
    case 'anyone':
      return undefined;
  }
}

/** Verifies the optional site login of a redeem. @returns undefined if it is missing, or not valid for this site */
export async function loginAt(
  site: Site,
  authorization: string | undefined,
  now: Instant,
): Promise<VisitorLogin | undefined> {
  try {
    return isKs(authorization)
      ? await verifyKsLogin(credentials(authorization, 'ks'), site, now)
      : await verifyLogin(credentials(authorization, 'bearer'), site, now);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

async function signedIn({ event, now }: Incoming): Promise<SiteCaller> {
  const { authorization } = event.headers;
  return isKs(authorization)
    ? verifyKs(credentials(authorization, 'ks'), now)
    : verifyBearer(credentials(authorization, 'bearer'), now);
}

/** `Authorization: KS <Kaltura session>`. */
const isKs = (authorization = ''): boolean => /^ks /i.test(authorization);

function withScope(caller: SiteCaller, scope: Scope): SiteCaller {
  if (!caller.person.scopes.includes(scope)) throw new Problem('forbidden');
  return caller;
}

async function admitted(incoming: Incoming): Promise<Admitted> {
  const text = credentials(incoming.event.headers.authorization, 'dpop');
  const ticket = await verifyTicket(text, incoming.now);
  const { device } = await proofOf(incoming, text);
  if (device !== ticket.device) throw new Problem('invalid_device_proof', { now: incoming.now });
  return { device, ticket };
}

function proofOf({ event, route, now }: Incoming, ticket?: string): Promise<DeviceProof> {
  return verifyDeviceProof(event.headers.dpop, {
    origins: environment('PUBLIC_ORIGINS'),
    method: route.method,
    path: route.path,
    now,
    ...(ticket !== undefined && { ticket }),
  });
}

/** The credentials after the scheme in an `Authorization` header. @throws `unauthenticated` */
function credentials(authorization: string | undefined, scheme: string): string {
  const [given, value, ...rest] = (authorization ?? '').split(' ');
  if (given?.toLowerCase() !== scheme || value === undefined || rest.length > 0)
    throw new Problem('unauthenticated');
  return value;
}
