import { randomBytes } from 'node:crypto';

/** 128 random bits in hex: the ids of links, mails and launch tokens, and the holders of leases. */
export const randomId = (): string => randomBytes(16).toString('hex');
