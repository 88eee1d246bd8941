import type { Messages } from '../messages/en.ts';
import type { Admission } from './answers.ts';
import type { Page } from './visit.ts';

interface Texts {
  heading: string;
  lead: string;
  fieldError: string;
}

const word = (words: Record<string, string>, key: string) => words[key] ?? key;

function problemTexts({ problem, answer }: Page, messages: Messages) {
  const known: Record<string, { sentence: string; next: string }> = messages.problems;
  const fallback = messages.problems.internal_error;
  // Without an address typed, the only thing that can be invalid is the link.
  const garbled = problem?.code === 'invalid_request' && !answer;
  const own = garbled ? messages.problems.link_invalid : known[problem?.code ?? ''];
  if (own && problem?.emailAvailable === false)
    return { ...own, next: messages.askForLink(problem.invitedBy ?? '') };
  return own ?? { sentence: problem?.title ?? fallback.sentence, next: problem?.detail ?? fallback.next };
}

function admittedAs({ role, permissions }: Admission, messages: Messages): string {
  const list = permissions.map(permission => word(messages.permissions, permission));
  const words = new Intl.ListFormat(messages.locale).format(list);
  return messages.admittedAs(word(messages.roles, role), words);
}

function answerTexts({ answer, known }: Page, messages: Messages): { heading: string; lead: string } {
  const { headings, leads } = messages;
  if (!answer) return { heading: messages.loading, lead: '' };
  const name = answer.invitation?.firstName ?? '';
  switch (answer.state) {
    case 'waiting':
      return { heading: headings.waiting, lead: known ? leads.waiting : leads.waitingUnknown };
    case 'open':
      return { heading: headings.open(name), lead: leads.open };
    case 'admitted':
      return { heading: headings.admitted(name), lead: admittedAs(answer, messages) };
    default:
      return { heading: headings[answer.state], lead: leads[answer.state] };
  }
}

/** Problems of what was typed: they stand at the field, and the page around it stays. */
export const isFieldProblem = ({ problem, answer }: Page): boolean =>
  answer !== undefined && (problem?.code === 'email_mismatch' || problem?.code === 'invalid_request');

/** The words for a page. */
export function textsFor(page: Page, messages: Messages): Texts {
  if (!page.problem) return { ...answerTexts(page, messages), fieldError: '' };
  const { sentence, next } = problemTexts(page, messages);
  if (!isFieldProblem(page)) return { heading: sentence, lead: next, fieldError: '' };
  const { attemptsLeft } = page.problem;
  const left = attemptsLeft === undefined ? '' : messages.attemptsLeft(attemptsLeft);
  return { ...answerTexts(page, messages), fieldError: `${sentence} ${next} ${left}`.trim() };
}
