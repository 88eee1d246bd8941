import type { Random } from '../../../web/invitee/delays.ts';
import type { Process, SimulatedTime } from '../simulated-time.ts';
import { Partition } from './partition.ts';
import { SdkClient } from './sdk.ts';
import { TokenBucket } from './token-bucket.ts';

export type Reply =
  | { state: 'waiting' | 'admitted'; now: number; refused?: undefined }
  | { refused: true; retryAfter?: number };

/** The limit of a new AWS account. */
const CONCURRENT_EXECUTIONS = 1000;
/** Lambda adds at most 1,000 execution environments to a function in 10 seconds. */
const SCALING = { perSecond: 100, burst: 1000 };
const COLD_START = { shortest: 300, longest: 900 };
/** Milliseconds to verify proof and token, and to sign the ticket. */
const CRYPTOGRAPHY = 5;
/** The number of rounds that functions/adapters/dynamodb/items.ts asks for unprocessed keys. */
const READ_ROUNDS = 4;
/** A new on-demand table has four partitions. */
const HISTORY_IN_PARTITION = 1 / 4;
const STREAM_LATENCY = 1000;

/** The Lambda function of `POST /v1/redeem`. At the start it has no warm environment. */
export class RedeemFunction {
  readonly #time: SimulatedTime;
  readonly #random: Random;
  readonly #opensAt: number;
  readonly #partition: Partition;
  readonly #scaling: TokenBucket;
  readonly #idle: SdkClient[] = [];
  #running = 0;

  constructor({ time, random, opensAt }: { time: SimulatedTime; random: Random; opensAt: number }) {
    this.#time = time;
    this.#random = random;
    this.#opensAt = opensAt;
    this.#partition = new Partition(time);
    this.#scaling = new TokenBucket(SCALING, time);
  }

  /**
   * Redeems a link, with a typed address if `email` is true. If Lambda throttles the invocation, the gateway
   * answers 503.
   */
  *invoke({ email }: { email: boolean }): Process<Reply> {
    if (this.#running >= CONCURRENT_EXECUTIONS) return { refused: true };
    const warm = this.#idle.pop();
    if (!warm && this.#scaling.take() === 0) return { refused: true };
    this.#running += 1;
    if (!warm) yield COLD_START.shortest + this.#random() * (COLD_START.longest - COLD_START.shortest);
    const client = warm ?? new SdkClient(this.#random);
    const reply = yield* this.#redeem(client, email);
    this.#running -= 1;
    this.#idle.push(client);
    return reply;
  }

  *#redeem(client: SdkClient, email: boolean): Process<Reply> {
    const { now } = this.#time;
    yield CRYPTOGRAPHY;
    const refusal = yield* this.#read(client);
    if (refusal) return refusal;
    if (email && !(yield* client.send(() => this.#partition.writes.take() === 1)))
      return { refused: true, retryAfter: 5 };
    if (now < this.#opensAt) return { state: 'waiting', now };
    this.#time.go(this.#recordEntry());
    return { state: 'admitted', now };
  }

  /** For each admission the stream function writes a history item, whose key may be in the same partition. */
  *#recordEntry(): Process {
    if (this.#random() > HISTORY_IN_PARTITION) return;
    do yield this.#random() * STREAM_LATENCY;
    while (this.#partition.writes.take() === 0);
  }

  /**
   * Reads the room and the invitation (1 read unit each) in one BatchGetItem, which may leave one key unprocessed.
   */
  *#read(client: SdkClient): Process<Reply | undefined> {
    let wanted = 2;
    const batchGetItem = () => {
      const found = this.#partition.reads.take(wanted);
      wanted -= found;
      return found > 0;
    };
    for (let round = 0; round < READ_ROUNDS; round += 1) {
      if (!(yield* client.send(batchGetItem))) return { refused: true, retryAfter: 5 };
      if (wanted === 0) return undefined;
    }
    return { refused: true, retryAfter: 1 };
  }
}
