import { ApiError } from './api-error.ts';
import type { Action, Call } from './call.ts';
import { startSession } from './services/app-token.ts';
import * as entries from './services/entries.ts';
import * as groupUsers from './services/group-users.ts';
import * as scheduleEvents from './services/schedule-events.ts';
import * as session from './services/session.ts';
import * as users from './services/users.ts';

/** Under the lower-case names of service and action, because Kaltura does not distinguish upper and lower case. */
const actions = new Map<string, Action>([
  ['session.startwidgetsession', session.startWidgetSession],
  ['session.end', session.end],
  ['apptoken.startsession', startSession],
  ['user.get', users.get],
  ['user.list', users.list],
  ['groupuser.list', groupUsers.list],
  ['baseentry.get', entries.get],
  ['baseentry.delete', entries.remove],
  ['baseentry.recycle', entries.recycle],
  ['baseentry.restorerecycled', entries.restore],
  ['schedule_scheduleevent.list', scheduleEvents.list],
  ['schedule_scheduleevent.update', scheduleEvents.update],
]);

/** The service and action of a request's path. @returns undefined if it is no path of the API */
export function actionOf(path: string): { service: string; action: string } | undefined {
  const [, service, action] = /^\/api_v3\/service\/(\w+)\/action\/(\w+)\/?$/i.exec(path) ?? [];
  return service && action ? { service, action } : undefined;
}

/** Does what a call asks for. @returns the text of the answer, an error's too: Kaltura answers all of it with 200 */
export function answerCall(call: Call): string {
  return JSON.stringify(resultOf(call));
}

function resultOf(call: Call): object | null {
  const action = actions.get(`${call.service}.${call.action}`.toLowerCase());
  try {
    if (action) return action(call);
    throw new ApiError(
      'ACTION_DOES_NOT_EXISTS',
      `Action "${call.action}" does not exists for service "${call.service}"`,
    );
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
