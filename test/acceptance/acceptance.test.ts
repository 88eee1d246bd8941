/**
 * Speaks only HTTP to the API at BASE_URL, or to a local stack that it starts. One file, because the last part looks
 * at what all the others have reached: `vitest run --project acceptance -t redeeming` runs one of them.
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
