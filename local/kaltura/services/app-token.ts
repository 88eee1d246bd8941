import { createHash } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import { type Call, integerOf, required, sessionOf } from '../call.ts';
import { sealingKey } from '../directory.ts';
import { readPrivileges, sealKs } from '../ks.ts';
import type { AppToken } from '../model.ts';

const ACTIVE = 2;

/** Only the token itself can give these; Kaltura drops them silently from what a caller asks for. */
const RESERVED = new Set([
  ...[
    'actionslimit',
    'apptoken',
    'disableentitlement',
    'disableentitlementforentry',
    'edit',
    'enableentitlement',
  ],
  ...['iprestrict', 'list', 'privacycontext', 'restrictexplicitliveview', 'sessionid', 'setrole', 'sview'],
  ...['urirestrict', 'view', 'virtualeventid', 'widget'],
]);

/** Gives a session to a caller that proves, with a hash over its own session, that it has the token. */
export function startSession(call: Call): object {
  const { directory, parameters } = call;
  const { ks: callersKs } = sessionOf(call);
  const token = findToken(call);
  const hash = createHash(token.hashType.toLowerCase())
    .update(callersKs + token.token)
    .digest('hex');
  if (required(call, 'tokenHash') !== hash) {
    throw new ApiError('INVALID_APP_TOKEN_HASH', 'Invalid application token hash');
  }
  const privileges = {
    ...callersPrivileges(token, parameters.get('sessionPrivileges') ?? ''),
    ...readPrivileges(token.privileges),
    // Ending one session of a token ends all of them.
    sessionid: token.id,
    apptoken: token.id,
  };
  const details = {
    userId: token.userId || (parameters.get('userId') ?? ''),
    expiry: expiryOf(call, token),
    partnerId: directory.partnerId,
  };
  const ks = sealKs({ ...sealingKey(directory), ...details, type: token.sessionType, privileges });
  return {
    objectType: 'KalturaSessionInfo',
    ks,
    ...details,
    sessionType: token.sessionType,
    privileges: Object.entries(privileges).map(toText).join(','),
  };
}

function findToken(call: Call): AppToken {
  const id = required(call, 'id');
  const token = call.directory.appTokens.find(each => each.id === id);
  if (!token) throw new ApiError('APP_TOKEN_ID_NOT_FOUND', `Application token id "${id}" not found`);
  if (token.status !== ACTIVE) {
    throw new ApiError('APP_TOKEN_NOT_ACTIVE', `Application token id "${id}" not active`);
  }
  if (token.expiry !== undefined && token.expiry <= seconds(call.now)) {
    throw new ApiError('APP_TOKEN_EXPIRED', `Application token id "${id}" expired`);
  }
  return token;
}

/** What a caller asks for in addition, as far as the token leaves it open. */
function callersPrivileges(token: AppToken, list: string): Record<string, string> {
  const own = readPrivileges(token.privileges);
  const allowed = (name: string) =>
    own[name] === '*' || (!RESERVED.has(name.toLowerCase()) && !(name in own));
  return Object.fromEntries(Object.entries(readPrivileges(list)).filter(([name]) => allowed(name)));
}

function expiryOf(call: Call, { sessionDuration, expiry = Number.POSITIVE_INFINITY }: AppToken): number {
  const wanted = integerOf(call, 'expiry') || sessionDuration;
  return Math.min(seconds(call.now) + Math.min(wanted, sessionDuration), expiry);
}

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
const toText = ([name, value]: [string, string]): string => (value === '' ? name : `${name}:${value}`);
