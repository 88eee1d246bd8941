import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { putSite } from '../../../functions/adapters/dynamodb/put-site.ts';
import { setDataEnvironment } from '../../../local/functions.ts';
import { localSites } from '../../../local/sites.ts';
import { listenOnLoopback } from '../../../local/support/loopback.ts';
import { Issuer } from '../../support/issuer.ts';
import { origin } from './site.ts';

/** A form as it arrived, with the headers that a browser sent. */
export type Received = { fields: Record<string, string>; headers: NodeJS.Dict<string | string[]> };

export type KafSite = {
  /** Where the forms go. */
  readonly action: string;
  readonly received: Received[];
  /** Invites somebody into a new room of the site. */
  invite(person?: object): Promise<{ link: string; email: string; id: string; room: string }>;
  stop(): Promise<void>;
};

const SITE = 'kaf';
const PARTNER = 4711;

/** Puts a site with the launcher `kaf-lti` into the local stack, and receives its forms. */
export async function startKafSite(): Promise<KafSite> {
  const received: Received[] = [];
  const issuer = await Issuer.start();
  const kaf = await listenOnLoopback(async (request, response) => {
    const fields = Object.fromEntries(new URLSearchParams(await text(request)));
    if (request.method === 'POST') received.push({ fields, headers: request.headers });
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Room</title><h1>In the room</h1>');
  });
  const action = `http://localhost:${kaf.port}/embeddedrooms/index/view-room`;
  await storeSite(issuer, action);

  const token = await issuer.token({ sub: 'owner', scope: 'rooms:write' });
  const send = async (method: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(origin + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    action,
    received,
    invite: async (given = {}) => {
      const room = randomUUID();
      const email = `ada-${room}@example.edu`;
      const person = { email, firstName: 'Ada', lastName: 'Byron', role: 'viewer', ...given };
      const details = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
      await send('PUT', `/v1/rooms/${room}`, details);
      const answer = await send('POST', `/v1/rooms/${room}/invitations`, person);
      const { link, invitation } = answer as { link: string; invitation: { id: string } };
      return { link, email, id: invitation.id, room };
    },
    stop: async () => {
      await Promise.all([kaf.stop(), issuer.stop()]);
    },
  };
}

/** Like `npm run site -- put`. The site shares the admin secret of the site `other`. */
async function storeSite(issuer: Issuer, url: string): Promise<void> {
  const [, other] = localSites(origin);
  if (other?.trust.kaltura === undefined) throw new Error('the site other has no Kaltura');
  setDataEnvironment({ dynamoDb: inject('dynamoDb'), ses: 'http://localhost:1' });
  const kaltura = { ...other.trust.kaltura, partnerId: PARTNER, rooms: 'registered' } as const;
  const launcher = { type: 'kaf-lti', url } as const;
  await putSite(
    { ...other.trust, siteId: SITE, issuers: [issuer.trusted], kaltura, launcher },
    other.settings,
  );
}
