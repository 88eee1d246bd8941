import { createHash } from 'node:crypto';

/** In base64url, without padding. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
