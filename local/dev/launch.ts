import { decodeJwt } from 'jose';
import type { Route } from '../gateway/router.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Imitates the room to which an admitted invitee is sent: shows what the launcher passed on. */
export const launchRoute: Route = {
  method: 'GET',
  path: '/dev/launch',
  handler: async ({ queryStringParameters = {} }) => {
    const rows = Object.entries(queryStringParameters).map(([name, value = '']) => [name, show(value)]);
    const list = rows.map(row => row.map(text => `<td><pre>${escapeHtml(text)}</pre>`).join('')).join('<tr>');
    const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Room</title>
<h1>This is where the room would open</h1><p>The launcher gave it:</p><table><tr>${list}</table></html>`;
    return { statusCode: 200, headers, body };
  },
};

/** The claims if the value is a token, otherwise the value unchanged. */
function show(value: string): string {
  try {
    return JSON.stringify(decodeJwt(value), null, 2);
  } catch {
    return value;
  }
}

function escapeHtml(text = ''): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
