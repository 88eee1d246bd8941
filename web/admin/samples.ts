import { element, find } from '../dom.ts';
import { words } from './words.ts';

/** For whom and when the mail of the preview is. */

const { roles, sessions } = words.preview;
type Role = keyof typeof roles;

const yesOrEmpty = (yes: boolean) => (yes ? 'true' : '');

const roleChoice = find('#sample-role', HTMLSelectElement);
const sessionChoice = find('#sample-session', HTMLSelectElement);

/** The API says the role itself, in the template's language. */
const roleVariables = (role: Role) => ({
  isViewer: yesOrEmpty(role === 'viewer'),
  isSpeaker: yesOrEmpty(role === 'speaker'),
  isModerator: yesOrEmpty(role === 'moderator'),
});

const sessionVariables = (session: string): Record<string, string> => ({
  isPlanned: yesOrEmpty(session === 'planned'),
  isOpen: yesOrEmpty(session === 'open'),
  ...(session === 'timeless' && { startsAt: '', endsAt: '' }),
});

/** Values to show instead of those that the API makes up. */
export const sampleVariables = (): Record<string, string> => ({
  ...roleVariables(roleChoice.value as Role),
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
