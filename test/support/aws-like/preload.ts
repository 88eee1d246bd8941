import { awsLike } from './aws-like.ts';
import { AWS_LIMITS } from './throughput.ts';

/** For `node --import`: the AWS clients of a child process get the faults of an ordinary bad day. */
awsLike.set({ lost: 0.02, unprocessed: 0.1, limits: AWS_LIMITS, seed: process.pid });
