import { ApiError } from '../api-error.ts';
import { type Call, integerOf, required, sessionOf } from '../call.ts';
import { sealingKey } from '../directory.ts';
import { readPrivileges, sealKs, USER_SESSION } from '../ks.ts';
import { endSession } from '../sessions.ts';

const DEFAULT_SECONDS = 86_400;
const ANONYMOUS = '0';

/** Anybody gets this session: its type and partner prove nothing about a person. */
export function startWidgetSession(call: Call): object {
  const { directory, now } = call;
  const widgetId = required(call, 'widgetId');
  if (widgetId !== `_${directory.partnerId}`) {
    throw new ApiError('INVALID_WIDGET_ID', `Unknown widget "${widgetId}"`);
  }
  const ks = sealKs({
    ...sealingKey(directory),
    type: USER_SESSION,
    userId: ANONYMOUS,
    expiry: Math.floor(now.getTime() / 1000) + (integerOf(call, 'expiry') ?? DEFAULT_SECONDS),
    privileges: readPrivileges('view:*,widget:1'),
  });
  return {
    objectType: 'KalturaStartWidgetSessionResponse',
    partnerId: directory.partnerId,
    ks,
    userId: ANONYMOUS,
  };
}

export function end(call: Call): null {
  endSession(call.directory, sessionOf(call), call.now);
  return null;
}
