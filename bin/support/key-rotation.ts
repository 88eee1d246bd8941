import type * as z from 'zod';
import {
  type DatedKey,
  LINK_LIFE_MILLIS,
  nextKid,
  nextSignsFrom,
  rotated,
  TICKET_LIFE_MILLIS,
  verifiesUntil,
} from '../../domain/keys.ts';
import type { Instant } from '../../domain/time.ts';
import { readStored, replaceStored } from '../../functions/adapters/key-store.ts';
import { newLinkKey, newTicketKey } from '../../functions/adapters/new-keys.ts';
import {
  type LinkKey,
  linkKeysSchema,
  type TicketKey,
  ticketKeysSchema,
} from '../../functions/adapters/secrets.ts';

type Kind<K extends DatedKey> = {
  name: string;
  schema: z.ZodType<{ keys: [K, ...K[]] }>;
  make: (dated: DatedKey) => Promise<K>;
  lifeMillis: number;
  /** What it means for people that the old keys are gone at once. */
  loss: string;
};

export type Rotation = {
  secretId: string;
  /** Asked once the keys have been read: only then is it known how far the clock here is off. */
  now: () => Instant;
  /** For keys that have leaked: the old ones go now, with all that they have signed. */
  atOnce: boolean;
};

/** Each adds a key to a secret, and gives lines that say what holds now. @throws Error in one line */
export const rotateLinkKeys = (rotation: Rotation): Promise<string[]> => rotate(links, rotation);
export const rotateTicketKeys = (rotation: Rotation): Promise<string[]> => rotate(tickets, rotation);

const links: Kind<LinkKey> = {
  name: 'links',
  schema: linkKeysSchema,
  make: newLinkKey,
  lifeMillis: LINK_LIFE_MILLIS,
  loss: 'All links that are out are dead, within 30 seconds everywhere: generate the invitations anew after that.',
};
const tickets: Kind<TicketKey> = {
  name: 'tickets',
  schema: ticketKeysSchema,
  make: newTicketKey,
  lifeMillis: TICKET_LIFE_MILLIS,
  loss: 'All tickets end: whoever is in a room enters again with the link. Readers of the published keys may take the old ones for 5 minutes more, and refuse new tickets for as long.',
};

async function rotate<K extends DatedKey>(kind: Kind<K>, { secretId, atOnce, ...rotation }: Rotation) {
  const { name, lifeMillis } = kind;
  const stored = await readStored(secretId, kind.schema);
  if (stored === undefined) throw new Error(`There are no keys of ${name} yet: deploy the stage first.`);
  if (stored.value === undefined)
    throw new Error(`The secret ${secretId} does not hold keys of ${name}: look at it first.`);
  const { keys } = stored.value;
  const now = rotation.now();
  const signsFrom = atOnce ? now : nextSignsFrom(keys, now);
  const fresh = await kind.make({ kid: nextKid(keys), signsFrom });
  const next: [K, ...K[]] = atOnce ? [fresh] : rotated(keys, fresh, { now, lifeMillis });
  if (!(await replaceStored(secretId, stored.version, { ...stored.value, keys: next })))
    throw new Error(
      `The keys of ${name} have just been changed by somebody else: see what holds, then try again.`,
    );
  const gone = keys.filter(({ kid }) => !next.some(each => each.kid === kid));
  return [
    `${name}: key ${fresh.kid} signs from ${signsFrom}`,
    ...next.slice(1).map(({ kid }, index) => {
      const until = verifiesUntil(next[index] ?? fresh, lifeMillis);
      return `${name}: key ${kid} verifies until ${until}`;
    }),
    ...gone.map(({ kid }) => `${name}: key ${kid} is gone`),
    ...(atOnce ? [`${name}: ${kind.loss}`] : []),
  ];
}
