import { expect } from 'vitest';
import { rememberToken } from './secrets.ts';
import { mailStoreUrl } from './target.ts';

export type Mail = {
  messageId: string;
  subject: string;
  destination: { to: string[] };
  body: { html?: string; text?: string };
  headers?: { name: string; value: string }[];
};

/** The mails to an address, from the SES emulator's list. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const store = (await (await fetch(mailStoreUrl ?? '')).json()) as { emails: Mail[] };
  return store.emails.filter(({ destination }) => destination.to.includes(address));
}

/** Waits until `count` mails have arrived. */
export async function untilMailed(address: string, count = 1): Promise<Mail[]> {
  await expect.poll(async () => (await mailsTo(address)).length, { timeout: 10_000 }).toBe(count);
  return mailsTo(address);
}

export function linkIn({ body }: Mail): string {
  const [link = ''] = /https?:\/\/\S+\/i#\S+/.exec(body.text ?? '') ?? [];
  rememberToken(link.split('#')[1] ?? '');
  return link;
}

/** An extra header of a mail; empty if the list of mails has no headers. */
export const headerOf = ({ headers = [] }: Mail, wanted: string): string =>
  headers.find(({ name }) => name === wanted)?.value ?? '';
