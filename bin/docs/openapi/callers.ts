import type { ProblemCode } from '../../../domain/problems.ts';
import type { Caller } from '../../../functions/contract/route.ts';
import type { Json } from './json.ts';

type Described = { security: Json[]; says: string; problems: ProblemCode[] };

/** The description of each kind of caller, and the problems that refuse it. */
export const CALLERS: Record<Caller, Described> = {
  person: {
    security: [{ login: [] }, { kalturaSession: [] }],
    says: 'Any person signed in to the site.',
    problems: ['unauthenticated'],
  },
  backend: {
    security: [{ login: [] }, { kalturaSession: [] }],
    says: 'The site’s backend: scope `rooms:write`.',
    problems: ['unauthenticated', 'forbidden'],
  },
  administrator: {
    security: [{ login: [] }, { kalturaSession: [] }],
    says: 'A site administrator: scope `site:admin`.',
    problems: ['unauthenticated', 'forbidden'],
  },
  invitee: {
    security: [{ deviceProof: [] }, { deviceProof: [], login: [] }, { deviceProof: [], kalturaSession: [] }],
    says: 'Anyone with a link and a proof of the device’s key. A login of the link’s site is optional.',
    problems: ['invalid_device_proof'],
  },
  admitted: {
    security: [{ ticket: [], deviceProof: [] }],
    says: 'An admitted invitee: `Authorization: DPoP <ticket>` and a proof with `ath`.',
    problems: ['unauthenticated', 'ticket_expired', 'invalid_device_proof'],
  },
  anyone: { security: [], says: 'Anyone.', problems: [] },
};

export const securitySchemes = {
  login: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of an issuer that the site trusts.',
  },
  kalturaSession: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`KS <session>`: a Kaltura session of the site’s partner. An ADMIN session has both scopes.',
  },
  deviceProof: {
    type: 'apiKey',
    in: 'header',
    name: 'DPoP',
    description: 'A DPoP proof (RFC 9449) for this request.',
  },
  ticket: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`DPoP <ticket>`' },
};
