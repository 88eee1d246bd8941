/**
 * Uses HTTP only: a local stack that it starts, or the API at BASE_URL, with logins from TOKEN_URL (default:
 * BASE_URL/dev/tokens). Further variables are optional and allow more checks: MAIL_STORE_URL lists the SES
 * emulator's mails, SES_EVENTS_URL takes SES events, LOG_URL has the functions' logs, and SITE_ORIGIN is the origin
 * of a site's own pages, such as `https://{site}.example.edu`. One file, because the last part checks what all
 * other parts have reached; `-t redeeming` runs one of them.
 */
import './rooms.ts';
import './kaltura-rooms.ts';
import './people.ts';
import './inviting.ts';
import './managing.ts';
import './redeeming.ts';
import './dead-links.ts';
import './session.ts';
import './launch-form.ts';
import './request-link.ts';
import './sites.ts';
import './public.ts';
import './refusals.ts';
import './email-templates.ts';
import './suppression.ts';
import './settings.ts';
import './afterwards.ts';
