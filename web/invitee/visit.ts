import { type Answer, type Ask, opensAt, type Problem } from './answers.ts';
import { goOn, redeem } from './api.ts';
import { now } from './clock.ts';
import { retryDelay, waitingDelay } from './delays.ts';
import { hideToken, keepPerson, keptPerson } from './history-entry.ts';

/** What the page shows: the latest answer, and the problem after it, if any. */
export type Page = {
  state: string;
  known: boolean;
  answer?: Answer | undefined;
  problem?: Problem | undefined;
};

const PASSING = new Set(['offline', 'temporarily_unavailable']);

/** One visit to the page with one link: sends requests, shows the answers, and refreshes or retries when due. */
export class Visit {
  readonly #token: string;
  readonly #show: (page: Page) => void;
  readonly #returned: boolean;
  #answer: Answer | undefined;
  #ask: Ask = {};
  #turn = 0;
  #timer: number | undefined;
  #retries = 0;

  /** `returned`: the person came back from the room, so the page does not send them there again without a click. */
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

  /** Retries now, for a person who does not want to wait. */
  retry(): Promise<void> {
    return this.#redeem(this.#ask);
  }

  /** The network is back, perhaps for many pages at once: resets the back-off and retries with jitter. */
  retrySoon(): void {
    this.#retries = 0;
    this.#retryLater();
  }

  /** The person came back to a page that they left for the room: shows the current admission, and stays. */
  async resume(): Promise<void> {
    if (this.#answer?.state !== 'admitted') return this.open();
    const turn = ++this.#turn;
    const reply = await goOn(this.#token, this.#answer.ticket);
    if (turn !== this.#turn) return;
    if ('problem' in reply) return this.#refused(reply.problem);
    this.#answer = reply.answer;
    const { state, known } = reply.answer;
    this.#show({ state, known, answer: reply.answer });
  }

  close(): void {
    this.#turn++;
    clearTimeout(this.#timer);
  }

  /** `triesAreUp`: the last try was used, and this request asks how long the lock lasts. */
  async #redeem(ask: Ask, triesAreUp = false): Promise<void> {
    clearTimeout(this.#timer);
    this.#ask = ask;
    const turn = ++this.#turn;
    const reply = await redeem(this.#token, ask);
    if (turn !== this.#turn) return;
    clearTimeout(this.#timer);
    if ('problem' in reply) {
      if (reply.problem.attemptsLeft === 0 && !triesAreUp) return this.#redeem(ask, true);
      return this.#refused(reply.problem);
    }
    this.#retries = 0;
    this.#answer = reply.answer;
    if (ask.email && reply.answer.known)
      keepPerson({ email: ask.email, role: reply.answer.invitation?.role });
    return this.#answered(reply.answer, ask);
  }

  #answered(answer: Answer, ask: Ask): Promise<void> | undefined {
    const known = answer.known || keptPerson() !== undefined;
    const open = answer.state === 'lobby' || (answer.state === 'open' && !this.#returned);
    if (open && known && !ask.enter) return this.#redeem(this.#entering());
    if (answer.state === 'admitted') hideToken(this.#token);
    this.#show({ state: answer.state, known, answer });
    if (answer.state === 'waiting') this.#waitForStart(answer, known);
    if (answer.state === 'admitted') this.#leaveFor(answer.joinUrl);
  }

  #refused(problem: Problem): void {
    if (problem.code === 'email_mismatch') keepPerson(undefined);
    if (problem.code === 'too_many_attempts') this.#ask = {};
    if (PASSING.has(problem.code)) this.#retryLater(problem.retryAfter);
    const known = this.#answer?.known || keptPerson() !== undefined;
    this.#show({ state: problem.code, known, answer: this.#answer, problem });
  }

  #waitForStart(answer: Answer, known: boolean): void {
    const untilOpen = (Date.parse(opensAt(answer) ?? '') || now()) - now();
    const role = answer.invitation?.role ?? keptPerson()?.role;
    const { delay, enters } = waitingDelay({ untilOpen, role });
    this.#after(delay, () => this.#redeem(enters && known ? this.#entering() : {}));
  }

  #retryLater(retryAfter?: number): void {
    this.#after(retryDelay({ retries: this.#retries++, retryAfter }), () => this.retry());
  }

  #leaveFor(joinUrl: string): void {
    if (isWebUrl(joinUrl)) this.#after(1500, async () => location.replace(joinUrl));
  }

  #after(milliseconds: number, act: () => Promise<void>): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(act, milliseconds);
  }

  #entering(): Ask {
    const email = keptPerson()?.email;
    return email ? { email, enter: true } : { enter: true };
  }
}

export const isWebUrl = (url: string): boolean => /^https?:\/\//i.test(url);
