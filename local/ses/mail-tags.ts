import * as z from 'zod';
import type { State } from '../support/state.ts';
import type { SesRequest } from './ses-request.ts';

const sent = z.object({ EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]) });
const answered = z.object({ MessageId: z.string() });

/** The tags that each mail was sent with, in the form in which SES's events carry them. */
export class MailTags {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Stores the tags of a mail that the emulator accepted. */
  record(request: SesRequest, answer: Buffer): void {
    if (request.method !== 'POST' || request.path !== '/v2/email/outbound-emails') return;
    const { EmailTags: tags } = sent.parse(JSON.parse(request.body.toString('utf8')));
    const { MessageId: id } = answered.parse(JSON.parse(answer.toString('utf8')));
    this.#state.set(`mail-tags/${id}`, Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]])));
  }

  of(messageId: string): Record<string, string[]> {
    return (this.#state.get(`mail-tags/${messageId}`) ?? {}) as Record<string, string[]>;
  }
}
