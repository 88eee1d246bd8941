import { nearest } from '../../domain/nearest-name.ts';
import { invalidRequest } from '../../domain/problems.ts';
import type { Settings, Site } from '../../domain/site.ts';
import { DEFAULT_TEMPLATE } from '../../domain/template.ts';
import { environment } from '../runtime/environment.ts';
import { savedTemplates } from './saved-templates.ts';

/**
 * Describes the mistake if the site has no template, in any locale, of the name that its settings choose. It asks
 * SES only about a name other than the default's, because SES lists the whole account, one page a second.
 */
export async function mistakeInChoice(
  stage: string,
  site: string,
  { inviteToMedia: { inviteEmailTemplate: name } }: Settings,
): Promise<string | undefined> {
  if (!name || name === DEFAULT_TEMPLATE) return undefined;
  const names = [DEFAULT_TEMPLATE, ...(await savedTemplates(stage, site)).map(saved => saved.name)];
  if (names.includes(name)) return undefined;
  const meant = nearest(name, names);
  const hint = meant === undefined ? `such as ${DEFAULT_TEMPLATE}` : `did you mean ${meant}?`;
  return `must be the name of one of the site’s mail templates, ${hint}`;
}

/**
 * Checks the template only if the choice changes, so that a missing one does not block other settings.
 * @throws `invalid_request`
 */
export async function requireChosenTemplate(
  { id, settings: before }: Site,
  settings: Settings,
): Promise<void> {
  if (settings.inviteToMedia.inviteEmailTemplate === before.inviteToMedia.inviteEmailTemplate) return;
  const mistake = await mistakeInChoice(environment('STAGE'), id, settings);
  if (mistake !== undefined) throw invalidRequest('inviteToMedia.inviteEmailTemplate', mistake);
}
