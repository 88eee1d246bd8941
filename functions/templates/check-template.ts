import { SAMPLE_LINK, type SampleCase, sampleCases, sampleVariables } from '../../domain/sample-variables.ts';
import type { MailVariables, TemplateContent, TemplateError, TemplatePart } from '../../domain/template.ts';
import { type Slip, subjectSlips, tagSlips, tokenSlips } from '../../domain/template-tags.ts';
import { lineSchema, paragraphSchema } from '../../domain/text.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { renderer } from '../adapters/handlebars.ts';
import { bareVariables, shownBy } from '../adapters/html.ts';

const MAX_ERRORS = 20;

/** The limits of SES: a template edited in its console may be longer than one that this service saves. */
const FORMS = { subject: lineSchema(1000), html: paragraphSchema(500_000), text: paragraphSchema(500_000) };
const PARTS = ['subject', 'html', 'text'] as const satisfies TemplatePart[];

/**
 * Lists what makes a template unusable, both for one edited in the SES console and for one about to be saved. Takes
 * well under a second for any template that SES can store.
 */
export const templateErrors = (content: TemplateContent): TemplateError[] =>
  PARTS.flatMap(path => partErrors(path, content[path])).slice(0, MAX_ERRORS);

function partErrors(path: TemplatePart, part: string): TemplateError[] {
  const form = FORMS[path].safeParse(part).error?.issues ?? [];
  const slips = [...tokenSlips(part), ...tagSlips(part), ...slipsOf[path](part)].slice(0, MAX_ERRORS);
  const errors = [
    ...form.map(({ message }) => ({ path, message })),
    ...slips.map(({ message, index }) => ({ path, message, ...placeOf(part, index) })),
  ];
  if (errors.length > 0) return errors;
  const message = renderingError(path, part);
  return message === undefined ? [] : [{ path, message }];
}

const slipsOf: Record<TemplatePart, (part: string) => Slip[]> = {
  subject: subjectSlips,
  html: part =>
    bareVariables(part).map(index => ({
      message: 'must have its variables in quotation marks, such as alt="{{roomTitle}}"',
      index,
    })),
  text: () => [],
};

function placeOf(part: string, index: number) {
  const lines = part.slice(0, index).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function renderingError(path: TemplatePart, part: string): string | undefined {
  try {
    const render = renderer(part);
    const bare = samples().filter(({ variables }) => !isEnough[path](render(variables)));
    return bare[0] && messageOf(path, bare[0].of, bare.length === samples().length);
  } catch {
    return 'cannot be rendered';
  }
}

const showsLink = (text: string): boolean => text.includes(SAMPLE_LINK);
const isEnough: Record<TemplatePart, (rendered: string) => boolean> = {
  subject: rendered => rendered.trim() !== '',
  html: rendered => shownBy(rendered).some(showsLink),
  text: showsLink,
};
const NEEDED = { subject: 'must have text', html: 'must show {{link}}', text: 'must show {{link}}' };

type Sample = { of: SampleCase; variables: MailVariables };

let made: Sample[] | undefined;
function samples(): Sample[] {
  const early = { viewer: 15, speaker: 15, moderator: 15 };
  const settings = { name: 'A site', inviteToMedia: { earlyEntryMinutes: early } };
  const letter = { locale: 'en', roles: wordsFor('en').roles, qrCode: 'cid:', settings };
  made ??= sampleCases.map(of => ({
    of,
    variables: sampleVariables({ ...letter, ...of }, '2026-01-01T12:00:00.000Z'),
  }));
  return made;
}

const KINDS: Record<SampleCase['kind'], string> = {
  planned: 'a session that has not started',
  open: 'a session in progress',
  over: 'a session that has ended',
  without_a_time: 'a room without times',
};

const OMISSIONS = { description: 'a description', endsAt: 'an end', earlyEntry: 'early entry' };

function messageOf(path: TemplatePart, { role, kind, without = [] }: SampleCase, isAlways: boolean): string {
  if (isAlways) return NEEDED[path];
  const example = [`a ${role} of ${KINDS[kind]}`, ...without.map(each => OMISSIONS[each])].join(
    ' and without ',
  );
  return `${NEEDED[path]} in every case, but does not for ${example}`;
}
