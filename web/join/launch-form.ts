import { element } from '../dom.ts';
import type { Problem } from '../invitee/answers.ts';
import { problemOf } from '../invitee/problem.ts';

type Form = { action: string; fields: Record<string, string> };

const LONGEST_MILLIS = 8000;

/** Asks for the signed form of a launch token. */
export async function askForForm(token: string): Promise<{ form: Form } | { problem: Problem }> {
  try {
    const response = await fetch('/v1/launch-form', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      credentials: 'omit',
      signal: AbortSignal.timeout(LONGEST_MILLIS),
    });
    return response.ok ? { form: await response.json() } : { problem: await problemOf(response) };
  } catch {
    return { problem: { code: 'offline' } };
  }
}

/** Leaves the page by posting the form, in UTF-8 as it was signed. */
export function post({ action, fields }: Form): void {
  const inputs = Object.entries(fields).map(([name, value]) =>
    element('input', { type: 'hidden', name, value }),
  );
  const form = element('form', { method: 'post', action, 'accept-charset': 'utf-8', hidden: '' }, ...inputs);
  document.body.append(form);
  form.submit();
}
