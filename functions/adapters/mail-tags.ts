import * as z from 'zod';
import type { Invitation } from '../../domain/invitation.ts';

/** What SES is told of a mail, and gives back with every event: whose it is. Nothing personal. */
export const tagsOf = (
  { site, room, id }: Pick<Invitation, 'site' | 'room' | 'id'>,
  mail: string,
): Record<string, string> => ({
  site,
  // Room ids may have characters that a tag may not.
  room: Buffer.from(room).toString('base64url'),
  invitation: id,
  mail,
});

const tag = z.tuple([z.string()], z.string()).transform(([first]) => first);

/** The tags as they come back: a list of values each. */
export const tagsSchema = z
  .object({ site: tag, room: tag, invitation: tag, mail: tag })
  .transform(({ room, ...tags }) => ({ ...tags, room: Buffer.from(room, 'base64url').toString() }));
