import { createHmac } from 'node:crypto';
import { emailKey } from '../../domain/email.ts';
import { linkKeys } from './secrets.ts';

/** One id a site and address, from which nobody can tell the address. No invitation's id is made of the same text. */
export async function addressId(site: string, email: string): Promise<string> {
  const key = Buffer.from((await linkKeys()).invitationIdKey, 'base64url');
  return createHmac('sha256', key)
    .update(`address:${site}#${emailKey(email)}`)
    .digest('hex')
    .slice(0, 32);
}
