/**
 * What a link says: whose invitation it is, which room's which life it belongs to, and the link's own random id,
 * new at every generation. Nothing in it is personal.
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

/** A link's id and the key that signs it: all that is kept of a link. */
export type LinkSeed = { linkId: string; keyId: string };

const IDS_BYTES = 32;
const FIELDS = /^([a-z0-9-]{1,20})#(\d{1,9})#([A-Za-z0-9._@~:+-]{1,128})$/;

/** Two ids as bytes, then the rest as text: short enough for a QR code and a text message. */
export function packLink({ invitation, linkId, site, generation, room }: Link): Buffer {
  return Buffer.concat([
    Buffer.from(invitation + linkId, 'hex'),
    Buffer.from(`${site}#${generation}#${room}`),
  ]);
}

/** `undefined` where the bytes are not of a link. */
export function unpackLink(bytes: Buffer): Link | undefined {
  const [, site, generation, room] = FIELDS.exec(bytes.subarray(IDS_BYTES).toString('latin1')) ?? [];
  if (site === undefined || room === undefined) return undefined;
  const ids = bytes.toString('hex', 0, IDS_BYTES);
  return { site, room, generation: Number(generation), invitation: ids.slice(0, 32), linkId: ids.slice(32) };
}
