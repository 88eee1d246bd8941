import * as z from 'zod';
import type { Invitation } from '../../domain/invitation.ts';

/** The tags of a mail: SES returns them with every event. They identify the invitation and have no personal data. */
export const tagsOf = (
  { site, room, id }: Pick<Invitation, 'site' | 'room' | 'id'>,
  mail: string,
): Record<string, string> => ({
  site,
  // Room ids may have characters that SES does not allow in a tag.
  room: Buffer.from(room).toString('base64url'),
  invitation: id,
  mail,
});

const tag = z.tuple([z.string()], z.string()).transform(([first]) => first);

/** The tags in an SES event: each has a list of values. */
export const tagsSchema = z
  .object({ site: tag, room: tag, invitation: tag, mail: tag })
  .transform(({ room, ...tags }) => ({ ...tags, room: Buffer.from(room, 'base64url').toString() }));
