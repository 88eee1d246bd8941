import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { seededRandom } from '../seeded-random.ts';
import {
  type Answer,
  cancelled,
  connectionLost,
  extended,
  type Request,
  refused,
  withBody,
} from './answers.ts';
import { batchOf, type Input, PLAIN_WRITES, type Touched, touchedBy, WRITES } from './requests.ts';
import { CALM, type Counts, nothing, type Temper } from './temper.ts';
import { Throughput } from './throughput.ts';

type Pass = (request: Request) => Promise<Answer>;

/** Imitates AWS's conflicts, throttling and lost answers, which DynamoDB Local lacks, and counts requests. */
export class AwsLike {
  readonly #inFlight = new Set<string>();
  #throughput = new Throughput();
  #temper = CALM;
  #random = seededRandom(CALM.seed);
  #counts = nothing();

  /** Sets the behaviour of all later requests; without an argument, that of a good day. */
  set(temper?: Partial<Temper>): void {
    this.#temper = temper === undefined ? CALM : { ...CALM, ...temper };
    this.#throughput = new Throughput();
    this.#random = seededRandom(this.#temper.seed);
  }

  /** Returns the counts since the last call, and resets them. */
  take(): Counts {
    const counts = this.#counts;
    this.#counts = nothing();
    return counts;
  }

  async answer(request: Request, pass: Pass): Promise<Answer> {
    const [service = '', operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
    const isDatabase = service === 'DynamoDB_20120810';
    if (!isDatabase && service !== 'AmazonSQS') return pass(request);
    count(this.#counts.requests, operation);
    const answer = isDatabase ? await this.#answerAsDatabase(operation, request, pass) : await pass(request);
    const isWrite = isDatabase ? WRITES.has(operation) : operation.startsWith('SendMessage');
    if (!isWrite || answer.response.statusCode !== 200 || !this.#happens('lost')) return answer;
    answer.response.body.resume();
    count(this.#counts.lost, operation);
    throw connectionLost();
  }

  async #answerAsDatabase(operation: string, request: Request, pass: Pass): Promise<Answer> {
    // Fast path of most tests: without faults and transactions in flight, no request needs to be parsed.
    const isTransaction = operation === 'TransactWriteItems';
    if (this.#temper === CALM && this.#inFlight.size === 0 && !isTransaction) return pass(request);
    const input: Input = JSON.parse(textOf(request.body));
    const touched = touchedBy(operation, input);
    if (isTransaction) return this.#transact(touched, () => pass(request));
    if (operation.startsWith('Batch')) return this.#batch(touched, { operation, input, request, pass });
    if (PLAIN_WRITES.has(operation) && touched.some(({ item }) => this.#inFlight.has(item))) {
      this.#counts.refusedWrites += 1;
      return refused('TransactionConflictException');
    }
    if (this.#isThrottled(operation, touched).some(Boolean))
      return refused('ProvisionedThroughputExceededException');
    return pass(request);
  }

  async #transact(touched: Touched[], pass: () => Promise<Answer>): Promise<Answer> {
    this.#counts.transactions += 1;
    const items = touched.map(({ item }) => item);
    if (items.some(item => this.#inFlight.has(item))) {
      this.#counts.conflicts += 1;
      return cancelled(items.map(item => (this.#inFlight.has(item) ? 'TransactionConflict' : 'None')));
    }
    const throttled = this.#isThrottled('TransactWriteItems', touched);
    if (throttled.some(Boolean)) return cancelled(throttled.map(is => (is ? 'ThrottlingError' : 'None')));
    for (const item of items) this.#inFlight.add(item);
    try {
      await pause(this.#temper.windowMillis);
      return await pass();
    } finally {
      for (const item of items) this.#inFlight.delete(item);
    }
  }

  /** Returns entries that are impossible now as unprocessed; refuses the batch only if all of them are. */
  async #batch(
    touched: Touched[],
    { operation, input, request, pass }: { operation: string; input: Input; request: Request; pass: Pass },
  ): Promise<Answer> {
    const throttled = this.#isThrottled(operation, touched);
    const isWrite = WRITES.has(operation);
    const done = this.#happens('unprocessed')
      ? Math.max(1, Math.floor(touched.length * this.#random()))
      : touched.length;
    const isLeft = touched.map(
      ({ item }, index) => throttled[index] || index >= done || (isWrite && this.#inFlight.has(item)),
    );
    if (!isLeft.some(Boolean)) return pass(request);
    if (isLeft.every(Boolean)) return refused('ProvisionedThroughputExceededException');
    this.#counts.unprocessed += isLeft.filter(Boolean).length;
    const left = batchOf(input, index => isLeft[index] === true).RequestItems;
    const answer = await pass(
      withBody(
        request,
        batchOf(input, index => !isLeft[index]),
      ),
    );
    return extended(answer, { [isWrite ? 'UnprocessedItems' : 'UnprocessedKeys']: left });
  }

  /** Whether each item's partition key is throttled. */
  #isThrottled(operation: string, touched: Touched[]): boolean[] {
    const { limits } = this.#temper;
    const isUnlucky = touched.length > 0 && this.#happens('throttled');
    const [kind, perSecond] = WRITES.has(operation)
      ? (['write', limits?.writeUnits] as const)
      : (['read', limits?.readUnits] as const);
    const throttled = touched.map(
      ({ partition, units }) =>
        isUnlucky ||
        (perSecond !== undefined && !this.#throughput.take(`${kind} ${partition}`, units, perSecond)),
    );
    if (throttled.some(Boolean)) this.#counts.throttles += 1;
    return throttled;
  }

  #happens(what: 'throttled' | 'lost' | 'unprocessed'): boolean {
    return this.#temper[what] > 0 && this.#random() < this.#temper[what];
  }
}

const textOf = (body: Request['body']): string =>
  typeof body === 'string' ? body : new TextDecoder().decode(body);

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

const KNOWN = Symbol.for('roompass.aws-like');
type Global = typeof globalThis & { [KNOWN]?: AwsLike };
type HttpHandler = { handle(request: Request, options: object): Promise<Answer> };

/**
 * Installs one instance between all AWS clients of this process and the network. It patches the prototype of the
 * SDK's HTTP handler once, below the SDK's retries: `vi.resetModules()` does not reload modules of node_modules.
 */
function install(): AwsLike {
  const known = (globalThis as Global)[KNOWN];
  if (known !== undefined) return known;
  const aws = new AwsLike();
  (globalThis as Global)[KNOWN] = aws;
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const prototype: HttpHandler = Object.getPrototypeOf(client.config.requestHandler);
  const { handle } = prototype;
  prototype.handle = function (request, options) {
    return aws.answer(request, passed => handle.call(this, passed, options));
  };
  return aws;
}

export const awsLike = install();
