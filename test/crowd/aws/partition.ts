import type { SimulatedTime } from '../simulated-time.ts';
import { TokenBucket } from './token-bucket.ts';

/**
 * The partition of the table that holds a room and its invitations. DynamoDB gives one partition 3,000 read units
 * and 1,000 write units per second. AWS does not promise burst capacity, so this model has only 0.1 s of it.
 */
export class Partition {
  readonly reads: TokenBucket;
  readonly writes: TokenBucket;

  constructor(time: SimulatedTime) {
    this.reads = new TokenBucket({ perSecond: 3000, burst: 300 }, time);
    this.writes = new TokenBucket({ perSecond: 1000, burst: 100 }, time);
  }
}
