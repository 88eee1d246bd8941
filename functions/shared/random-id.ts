import { randomBytes } from 'node:crypto';

/** 128 random bits in hex, as links, mails and launch tokens are named. */
export const randomId = (): string => randomBytes(16).toString('hex');
