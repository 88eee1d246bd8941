import * as z from 'zod';
import type { Role } from './role.ts';
import { type RoomDetails, sessionPhase } from './room.ts';
import { after, type Instant, minutes } from './time.ts';

/** Speakers and moderators open the room, so they may enter before the start (docs/contract.md#redeem, Session times). */

const minutesSchema = (role: string, usual: number) =>
  z.int().min(0).max(240).default(usual).describe(`Minutes for a ${role}; 0 means not before the start.`);

/** How long before the start each role may enter. A missing role gets its default. */
export const earlyEntrySchema = z
  .strictObject({
    viewer: minutesSchema('viewer', 0),
    speaker: minutesSchema('speaker', 15),
    moderator: minutesSchema('moderator', 15),
  })
  .prefault({})
  .describe('How many minutes before the start of a session invitees may enter, by role.');
type EarlyEntryMinutes = z.infer<typeof earlyEntrySchema>;

/** The part of a site's settings that decides when entry opens. */
export type EntrySettings = { inviteToMedia: { earlyEntryMinutes: EarlyEntryMinutes } };

type Invited = {
  room: Pick<RoomDetails, 'startsAt' | 'endsAt'>;
  invitation: { role: Role };
  settings: EntrySettings;
};

/** The exact time from which an invitee may enter. @returns undefined if the room has no start, so is always open */
export function opensAt({ room, invitation, settings }: Invited): Instant | undefined {
  if (room.startsAt === undefined) return undefined;
  return after(room.startsAt, -minutes(settings.inviteToMedia.earlyEntryMinutes[invitation.role]));
}

export type EntryPhase = 'not_yet' | 'open' | 'over';

/** Whether an invitee may enter: from {@link opensAt} until the session is over. */
export function entryPhase(invited: Invited, now: Instant): EntryPhase {
  if (sessionPhase(invited.room, now) === 'over') return 'over';
  const opens = opensAt(invited);
  return opens !== undefined && now < opens ? 'not_yet' : 'open';
}
