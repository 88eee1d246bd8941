import { createHmac } from 'node:crypto';
import { emailKey } from '../../domain/email.ts';
import { idKey } from './service-keys.ts';

/** The id of a person's invitation to a room. It does not tell the address, so it may be part of a URL. */
export const invitationId = (site: string, room: string, email: string): Promise<string> =>
  keyedId(`${site}#${room}#${emailKey(email)}`);

/** The id of an address at a site. It does not tell the address. */
export const addressId = (site: string, email: string): Promise<string> =>
  keyedId(`address:${site}#${emailKey(email)}`);

/** 128 bits of an HMAC: without the key nobody can find out the text by trying. */
async function keyedId(text: string): Promise<string> {
  return createHmac('sha256', await idKey())
    .update(text)
    .digest('hex')
    .slice(0, 32);
}
