import { element, find } from '../dom.ts';
import { words } from './words.ts';

/** The role and the session for which the preview renders the mail. */

const { roles, sessions } = words.preview;

const yesOrEmpty = (yes: boolean) => (yes ? 'true' : '');

const roleChoice = find('#sample-role', HTMLSelectElement);
const sessionChoice = find('#sample-session', HTMLSelectElement);

/** The role's flag, such as `isViewer`. The API fills in the variable `role`, in the template's language. */
const flagOf = (role: string) => `is${role.charAt(0).toUpperCase()}${role.slice(1)}`;

const roleVariables = (chosen: string): Record<string, string> =>
  Object.fromEntries(Object.keys(roles).map(role => [flagOf(role), yesOrEmpty(role === chosen)]));

const sessionVariables = (session: string): Record<string, string> => ({
  isPlanned: yesOrEmpty(session === 'planned'),
  isOpen: yesOrEmpty(session === 'open'),
  ...(session === 'without_a_time' && { startsAt: '', endsAt: '' }),
});

/** Values that replace the API's own sample values. */
export const sampleVariables = (): Record<string, string> => ({
  ...roleVariables(roleChoice.value),
  ...sessionVariables(sessionChoice.value),
});

const options = (choices: Record<string, string>) =>
  Object.entries(choices).map(([value, label]) => element('option', { value }, label));

export function startSamples(act: () => void): void {
  roleChoice.append(...options(roles));
  sessionChoice.append(...options(sessions));
  roleChoice.addEventListener('change', act);
  sessionChoice.addEventListener('change', act);
}
