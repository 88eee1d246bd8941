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
import { readStored, replaceStored } from '../../functions/adapters/secret-versions.ts';
import {
  type LinkKey,
  linkKeysSchema,
  type TicketKey,
  ticketKeysSchema,
} from '../../functions/adapters/service-keys.ts';
import { newLinkKey, newTicketKey } from '../../functions/deploy/generate-keys.ts';

type Kind<K extends DatedKey> = {
  name: string;
  schema: z.ZodType<{ keys: [K, ...K[]] }>;
  make: (dated: DatedKey) => Promise<K>;
  lifeMillis: number;
  /** The effect on people if the old keys are removed at once, for the operator. */
  loss: string;
};

export type Rotation = {
  secretId: string;
  /** Called after the keys were read: only then is the local clock's offset from AWS's known. */
  now: () => Instant;
  /** For leaked keys: the old keys are removed now, and all links or tickets that they signed become invalid. */
  atOnce: boolean;
};

/**
 * Each adds a key to a secret.
 * @returns lines about the keys that are now in force
 * @throws Error of one line
 */
export const rotateLinkKeys = (rotation: Rotation): Promise<string[]> => rotate(links, rotation);
export const rotateTicketKeys = (rotation: Rotation): Promise<string[]> => rotate(tickets, rotation);

const links: Kind<LinkKey> = {
  name: 'links',
  schema: linkKeysSchema,
  make: newLinkKey,
  lifeMillis: LINK_LIFE_MILLIS,
  loss: 'All issued links become invalid within 30 seconds: npm run reissue makes new ones for active invitations.',
};
const tickets: Kind<TicketKey> = {
  name: 'tickets',
  schema: ticketKeysSchema,
  make: newTicketKey,
  lifeMillis: TICKET_LIFE_MILLIS,
  loss: 'All issued tickets become invalid: people in a room enter again with the link. Services that cache the published keys may accept old tickets, and refuse new ones, for 5 more minutes.',
};

async function rotate<K extends DatedKey>(kind: Kind<K>, { secretId, atOnce, ...rotation }: Rotation) {
  const { name, lifeMillis } = kind;
  const stored = await readStored(secretId, kind.schema);
  if (stored === undefined) throw new Error(`There are no keys of ${name} yet: deploy the stage first.`);
  if (stored.value === undefined)
    throw new Error(`The secret ${secretId} does not contain valid keys of ${name}: check it first.`);
  const { keys } = stored.value;
  const now = rotation.now();
  const signsFrom = atOnce ? now : nextSignsFrom(keys, now);
  const fresh = await kind.make({ kid: nextKid(keys), signsFrom });
  const next: [K, ...K[]] = atOnce ? [fresh] : rotated(keys, fresh, { now, lifeMillis });
  if (!(await replaceStored(secretId, stored.version, { ...stored.value, keys: next })))
    throw new Error(
      `Another command has just changed the keys of ${name}: check the current keys, then try again.`,
    );
  const gone = keys.filter(({ kid }) => !next.some(each => each.kid === kid));
  return [
    `${name}: key ${fresh.kid} signs from ${signsFrom}`,
    ...next.slice(1).map(({ kid }, index) => {
      const until = verifiesUntil(next[index] ?? fresh, lifeMillis);
      return `${name}: key ${kid} verifies until ${until}`;
    }),
    ...gone.map(({ kid }) => `${name}: key ${kid} is removed`),
    ...(atOnce ? [`${name}: ${kind.loss}`] : []),
  ];
}
