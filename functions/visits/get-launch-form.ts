import { launchFields } from '../../domain/kaf-form.ts';
import { Problem } from '../../domain/problems.ts';
import { epochSeconds } from '../../domain/time.ts';
import { useLaunchToken } from '../adapters/dynamodb/launch-uses.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { signForm } from '../adapters/kaltura/oauth.ts';
import { adminSecrets } from '../adapters/kaltura/secrets.ts';
import { verifyFormToken } from '../adapters/launch-tokens.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

/** The form that opens the room, signed with the site's first admin secret. A launch token gives one form. */
export const handler = endpoint(routes.getLaunchForm, async ({ body, now, aboutSite }) => {
  const token = await verifyFormToken(body.token, now);
  const site = await readSite(token.site);
  if (site === undefined) throw new Problem('link_invalid');
  aboutSite(site, token.locale);
  const { launcher, kaltura } = site.trust;
  if (launcher.type !== 'kaf-lti' || kaltura === undefined) throw new Problem('link_invalid');
  const [secret = ''] = await adminSecrets(kaltura.secretsRef);
  if (!(await useLaunchToken(token, now))) throw new Problem('link_expired');
  const form = { action: launcher.url, fields: launchFields(token, launcher) };
  return { body: signForm(form, { key: String(kaltura.partnerId), secret }, epochSeconds(now)) };
});
