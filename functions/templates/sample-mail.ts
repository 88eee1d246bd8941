import { neutralise, neutraliseParagraphs } from '../../domain/neutralise.ts';
import { Problem } from '../../domain/problems.ts';
import { roles } from '../../domain/role.ts';
import { type SessionKind, sampleVariables } from '../../domain/sample-variables.ts';
import type { Site } from '../../domain/site.ts';
import {
  type MailVariables,
  paragraphVariables,
  type TemplateContent,
  withoutKalturaTokens,
} from '../../domain/template.ts';
import type { Instant } from '../../domain/time.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { render } from '../adapters/handlebars.ts';
import { readContent, requireValid, type SiteTemplate } from './site-template.ts';

/** Unsaved parts, which replace the saved ones; undefined means missing in the JSON. */
type Draft = { [Part in keyof TemplateContent]?: string | undefined };

/** The template as it would be saved. @throws `not_found` if a part is neither given nor saved, `template_invalid` */
export async function readDraft(template: SiteTemplate, draft: Draft): Promise<TemplateContent> {
  const isWhole = [draft.subject, draft.html, draft.text].every(part => part !== undefined);
  const saved = isWhole ? undefined : await readContent(template);
  const { subject = saved?.subject, html = saved?.html, text = saved?.text } = draft;
  if (subject === undefined || html === undefined || text === undefined) throw new Problem('not_found');
  const content = withoutKalturaTokens({ subject, html, text });
  requireValid(content);
  return content;
}

type Sample = {
  site: Site;
  locale: string;
  qrCode: string;
  /** Replace the sample's values. */
  variables: Partial<MailVariables>;
  now: Instant;
};

/** Which given variable sets the sample's role, so that `role` appears in the template's language. */
const FLAGS = { viewer: 'isViewer', speaker: 'isSpeaker', moderator: 'isModerator' } as const;

/** The session is planned unless the given values say otherwise. */
function kindOf({ isOpen, isPlanned }: Partial<MailVariables>): SessionKind {
  if (isOpen) return 'open';
  return isPlanned === '' ? 'over' : 'planned';
}

/** Renders a sample mail to a speaker of a planned session, unless the given values imply another role or time. */
export function sampleMail(content: TemplateContent, sample: Sample): TemplateContent {
  const { site, locale, qrCode, variables, now } = sample;
  const given = Object.entries(variables).map(([name, value]) => [
    name,
    paragraphVariables.some(each => each === name) ? neutraliseParagraphs(value) : neutralise(value),
  ]);
  const letter = {
    role: roles.find(role => variables[FLAGS[role]]) ?? 'speaker',
    kind: kindOf(variables),
    locale,
    roles: wordsFor(locale).roles,
    qrCode,
    settings: site.settings,
  } as const;
  return render(content, { ...sampleVariables(letter, now), ...Object.fromEntries(given) });
}
