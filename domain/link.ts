/**
 * The content of a link: the ids of site, room and invitation, the room's `generation`, and a random link id that is
 * new at every generation. It has no personal data.
 */
export type Link = {
  site: string;
  room: string;
  generation: number;
  /** 128 bits in hex. */
  invitation: string;
  /** 128 random bits in hex. */
  linkId: string;
};

/** A link's id and the id of its signing key. Nothing else of a link is stored. */
export type LinkSeed = { linkId: string; keyId: string };

const IDS_BYTES = 32;
const FIELDS = /^([a-z0-9-]{1,20})#(\d{1,9})#([A-Za-z0-9._@~:+-]{1,128})$/;

/** Packs the two ids as bytes and the rest as text, so that a link fits into a QR code and a text message. */
export function packLink({ invitation, linkId, site, generation, room }: Link): Buffer {
  return Buffer.concat([
    Buffer.from(invitation + linkId, 'hex'),
    Buffer.from(`${site}#${generation}#${room}`),
  ]);
}

/** @returns undefined if the bytes are not a link's */
export function unpackLink(bytes: Buffer): Link | undefined {
  const [, site, generation, room] = FIELDS.exec(bytes.subarray(IDS_BYTES).toString('latin1')) ?? [];
  if (site === undefined || room === undefined) return undefined;
  const ids = bytes.toString('hex', 0, IDS_BYTES);
  return { site, room, generation: Number(generation), invitation: ids.slice(0, 32), linkId: ids.slice(32) };
}
