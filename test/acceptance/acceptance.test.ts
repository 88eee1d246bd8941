/**
 * Speaks only HTTP: to a local stack that it starts, or to the API at BASE_URL, with logins from TOKEN_URL (else
 * BASE_URL/dev/tokens). The rest is for more to be looked at, where there is such a thing: the SES emulator's mails at
 * MAIL_STORE_URL, what takes events of SES at SES_EVENTS_URL, the functions' logs at LOG_URL, and in SITE_ORIGIN the
 * origin of a site's own pages, such as `https://{site}.example.edu`.
 * One file, because the last part looks at what all the others have reached; `-t redeeming` runs one of them.
 */
import './rooms.ts';
import './people.ts';
import './inviting.ts';
import './managing.ts';
import './redeeming.ts';
import './dead-links.ts';
import './session.ts';
import './request-link.ts';
import './sites.ts';
import './public.ts';
import './refusals.ts';
import './email-templates.ts';
import './suppression.ts';
import './settings.ts';
import './afterwards.ts';
