/**
 * Speaks only HTTP: to a local stack that it starts, or to the API at BASE_URL, with logins from TOKEN_URL (else
 * BASE_URL/dev/tokens) and a look into the SES emulator's mails at MAIL_STORE_URL, if there is one.
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
import './settings.ts';
import './afterwards.ts';
