import { neutralise } from '../../domain/neutralise.ts';
import { Problem } from '../../domain/problems.ts';
import { roles } from '../../domain/role.ts';
import { type SessionKind, sampleVariables } from '../../domain/sample-letter.ts';
import type { Site } from '../../domain/site.ts';
import { type MailVariables, type TemplateContent, withoutKalturaTokens } from '../../domain/template.ts';
import type { Instant } from '../../domain/time.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { render } from '../adapters/handlebars.ts';
import { readContent, requireValid, type SiteTemplate } from './site-template.ts';

/** Parts that are being written, over those that are saved; undefined as JSON's absence. */
type Draft = { [Part in keyof TemplateContent]?: string | undefined };

/** A template as it would be saved. @throws `not_found` where a part is neither given nor saved, `template_invalid` */
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
  /** In place of the sample's. */
  variables: Partial<MailVariables>;
  now: Instant;
};

/** By which given value a sample is of which role, so that `role` is said in the template's language. */
const FLAGS = { viewer: 'isViewer', speaker: 'isSpeaker', moderator: 'isModerator' } as const;

/** A session is still to come where it is not said otherwise. */
function kindOf({ isOpen, isPlanned }: Partial<MailVariables>): SessionKind {
  if (isOpen) return 'open';
  return isPlanned === '' ? 'over' : 'planned';
}

/** What a speaker would be mailed, of a session that is planned; or whom and when the given values are of. */
export function sampleMail(content: TemplateContent, sample: Sample): TemplateContent {
  const { site, locale, qrCode, variables, now } = sample;
  const given = Object.entries(variables).map(([name, value]) => [name, neutralise(value)]);
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
