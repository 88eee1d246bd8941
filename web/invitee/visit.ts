import type { Answer, Ask, Problem } from './answers.ts';
import { redeem, session } from './api.ts';
import { now } from './clock.ts';

/** What the page shows: the latest answer, and the problem that came after it, if any. */
export interface Page {
  state: string;
  known: boolean;
  answer?: Answer | undefined;
  problem?: Problem | undefined;
}

const REFRESH = 5 * 60_000;
const FIRST_RETRY = 10_000;
const LAST_RETRY = 60_000;
const passing = new Set(['offline', 'temporarily_unavailable']);

/** One stay on the page with one link: asks, shows what was answered, and asks again when it is time to. */
export class Visit {
  readonly #token: string;
  readonly #show: (page: Page) => void;
  readonly #returned: boolean;
  #answer: Answer | undefined;
  #ask: Ask = {};
  #turn = 0;
  #timer: number | undefined;
  #retryDelay = FIRST_RETRY;

  /** Who came back from the room is not sent there again unasked: `returned`. */
  constructor(token: string, show: (page: Page) => void, returned = false) {
    this.#returned = returned;
    this.#token = token;
    this.#show = show;
  }

  open(): Promise<void> {
    return this.#redeem({});
  }

  enter(email: string): Promise<void> {
    return this.#redeem(email ? { email, enter: true } : this.#entering());
  }

  retry(): Promise<void> {
    return this.#redeem(this.#ask);
  }

  /** Back on a page that had been left for the room: says how the admission stands, without leaving again. */
  async resume(): Promise<void> {
    if (this.#answer?.state !== 'admitted') return this.open();
    const turn = ++this.#turn;
    const reply = await session(this.#answer.ticket);
    if (turn !== this.#turn) return;
    if ('problem' in reply) return this.#refused(reply.problem);
    this.#answer = reply.answer;
    this.#show({ state: reply.answer.state, known: true, answer: reply.answer });
  }

  close(): void {
    this.#turn++;
    clearTimeout(this.#timer);
  }

  async #redeem(ask: Ask): Promise<void> {
    clearTimeout(this.#timer);
    this.#ask = ask;
    const turn = ++this.#turn;
    const reply = await redeem(this.#token, ask);
    if (turn !== this.#turn) return;
    if ('problem' in reply) return this.#refused(reply.problem);
    this.#retryDelay = FIRST_RETRY;
    this.#answer = reply.answer;
    if (ask.email && reply.answer.known) keepEmail(ask.email);
    return this.#answered(reply.answer, ask);
  }

  #answered(answer: Answer, ask: Ask): Promise<void> | undefined {
    const known = answer.known || keptEmail() !== undefined;
    const open = answer.state === 'lobby' || (answer.state === 'open' && !this.#returned);
    if (open && known && !ask.enter) return this.#redeem(this.#entering());
    this.#show({ state: answer.state, known, answer });
    if (answer.state === 'waiting') this.#waitForStart(answer, known);
    if (answer.state === 'admitted') this.#leaveFor(answer.joinUrl);
  }

  #refused(problem: Problem): void {
    if (problem.code === 'email_mismatch') keepEmail(undefined);
    if (problem.code === 'too_many_attempts') this.#ask = {};
    if (passing.has(problem.code)) this.#retryLater(problem.retryAfter);
    const known = this.#answer?.known || keptEmail() !== undefined;
    this.#show({ state: problem.code, known, answer: this.#answer, problem });
  }

  /** A session may be moved, so a long wait asks in between. */
  #waitForStart({ room }: Answer, known: boolean): void {
    const start = Date.parse(room.startsAt ?? '') || now();
    // Not everybody in the same instant.
    const pause = Math.max(0, Math.min(start - now(), REFRESH)) + 200 + Math.random() * 1000;
    this.#after(pause, () => this.#redeem(known && now() >= start ? this.#entering() : {}));
  }

  #retryLater(seconds: number | undefined): void {
    this.#after(seconds ? seconds * 1000 : this.#retryDelay, () => this.retry());
    this.#retryDelay = Math.min(this.#retryDelay * 2, LAST_RETRY);
  }

  #leaveFor(joinUrl: string): void {
    if (isWebUrl(joinUrl)) this.#after(1500, async () => location.replace(joinUrl));
  }

  #after(milliseconds: number, act: () => Promise<void>): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(act, milliseconds);
  }

  #entering(): Ask {
    const email = keptEmail();
    return email ? { email, enter: true } : { enter: true };
  }
}

export const isWebUrl = (url: string): boolean => /^https?:\/\//i.test(url);

// The right address is kept with the history entry of this very link: it outlives a reload, and no other link sees it.
const keptEmail = (): string | undefined => history.state?.email;
const keepEmail = (email: string | undefined): void => history.replaceState({ email }, '');
