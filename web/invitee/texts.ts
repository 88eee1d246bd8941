import type { Messages } from '../messages/en.ts';
import type { Admission, Problem } from './answers.ts';
import { earlyEntryText } from './early-entry.ts';
import type { Page } from './visit.ts';

type Texts = {
  heading: string;
  lead: string;
  fieldError: string;
};

const word = (words: Record<string, string>, key: string) => words[key] ?? key;

type Told = Pick<Page, 'problem' | 'answer'>;

/** The problem, and what to do next. A code of a later API that the page does not know reads as `internal_error`. */
export function problemTexts({ problem, answer }: Told, messages: Messages) {
  const known: Record<string, { sentence: string; next: string }> = messages.problems;
  // If no address was typed, only the link can be invalid.
  const garbled = problem?.code === 'invalid_request' && !answer;
  const own = garbled ? messages.problems.link_invalid : known[problem?.code ?? ''];
  if (own && problem?.code === 'too_many_attempts') return { ...own, next: lockTexts(problem, messages) };
  if (own && problem?.emailAvailable === false)
    return { ...own, next: messages.askForLink(problem.invitedBy ?? '') };
  return own ?? messages.problems.internal_error;
}

/** When typing works again on this link, and how to enter before. It names no one: the person is not known. */
function lockTexts({ retryAfter, emailAvailable }: Problem, messages: Messages): string {
  const newLink = emailAvailable ? messages.newLinkWorksNow : messages.problems.too_many_attempts.next;
  if (retryAfter === undefined) return newLink;
  return `${messages.typingAgain(durationText(retryAfter, messages.locale))} ${newLink}`;
}

/** A duration in words: in minutes, from one hour on in hours, rounded up. */
function durationText(seconds: number, locale: string): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const [count, unit] = minutes < 60 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

function admittedAs({ role, permissions }: Admission, messages: Messages): string {
  const list = permissions.map(permission => word(messages.permissions, permission));
  const words = new Intl.ListFormat(messages.locale).format(list);
  return messages.admittedAs(word(messages.roles, role), words);
}

const together = (...sentences: string[]): string => sentences.filter(Boolean).join(' ');

function answerTexts({ answer, known }: Page, messages: Messages): { heading: string; lead: string } {
  const { headings, leads } = messages;
  if (!answer) return { heading: messages.loading, lead: '' };
  const name = answer.invitation?.firstName ?? '';
  const early = earlyEntryText(answer, messages);
  switch (answer.state) {
    case 'waiting':
      return {
        heading: headings.waiting,
        lead: together(early, known ? leads.waiting : leads.waitingUnknown),
      };
    case 'open':
      return { heading: headings.open(name), lead: together(leads.open, early) };
    case 'admitted':
      return { heading: headings.admitted(name), lead: together(admittedAs(answer, messages), early) };
    default:
      return { heading: headings[answer.state], lead: together(leads[answer.state], early) };
  }
}

/** Problems of the typed address: they are shown at the field, and the page around it stays. */
export const isFieldProblem = ({ problem, answer }: Page): boolean =>
  answer !== undefined && (problem?.code === 'email_mismatch' || problem?.code === 'invalid_request');

/** The texts of a page. */
export function textsFor(page: Page, messages: Messages): Texts {
  if (!page.problem) return { ...answerTexts(page, messages), fieldError: '' };
  const { sentence, next } = problemTexts(page, messages);
  if (!isFieldProblem(page)) return { heading: sentence, lead: next, fieldError: '' };
  const { attemptsLeft } = page.problem;
  const left = attemptsLeft ? messages.attemptsLeft(attemptsLeft) : '';
  return { ...answerTexts(page, messages), fieldError: `${sentence} ${next} ${left}`.trim() };
}
