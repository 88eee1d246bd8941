/** A process in simulated time. It yields the milliseconds that it waits. */
export type Process<T = void> = Generator<number, T, void>;

/** Runs processes in order of simulated time, in steps of one millisecond. No real time passes. */
export class SimulatedTime {
  now = 0;
  readonly #due = new Map<number, Process[]>();
  #last = 0;

  /** Runs a process until its next wait. */
  go(process: Process): void {
    const { value, done } = process.next();
    if (done) return;
    const at = this.now + Math.max(1, Math.round(value));
    const others = this.#due.get(at);
    if (others) others.push(process);
    else this.#due.set(at, [process]);
    this.#last = Math.max(this.#last, at);
  }

  /** Runs until every process has ended. */
  run(): void {
    for (; this.now <= this.#last; this.now += 1) {
      for (const process of this.#due.get(this.now) ?? []) this.go(process);
      this.#due.delete(this.now);
    }
  }
}
