import fc from 'fast-check';
import { CompactSign } from 'jose';
import { expect, test } from 'vitest';
import { type Link, packLink, unpackLink } from '../../domain/link.ts';

const hexId = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
const roomId = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'azAZ09._@~:+-'), minLength: 1, maxLength });
const links = (maxRoomLength: number): fc.Arbitrary<Link> =>
  fc.record({
    site: fc.string({ unit: fc.constantFrom(...'az09-'), minLength: 1, maxLength: 20 }),
    room: roomId(maxRoomLength),
    generation: fc.integer({ min: 1, max: 999 }),
    invitation: hexId,
    linkId: hexId,
  });

/** Signs a link as functions/adapters/links.ts does. */
const sign = (link: Link, kid: string) =>
  new CompactSign(packLink(link)).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.alloc(32));

test('a link packed and unpacked is the same link', () => {
  fc.assert(
    fc.property(links(128), link => {
      expect(unpackLink(packLink(link))).toEqual(link);
    }),
    { numRuns: 1000 },
  );
});

test('different links never pack to the same bytes', () => {
  fc.assert(
    fc.property(links(128), links(128), (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      expect(packLink(one).equals(packLink(other))).toBe(false);
    }),
  );
});

test('bytes that are no link, or have further bytes, do not unpack', () => {
  const link = {
    site: 'demo',
    room: 'bio',
    generation: 1,
    invitation: 'a'.repeat(32),
    linkId: 'b'.repeat(32),
  };
  const packed = packLink(link);
  for (const wrong of [
    Buffer.alloc(0),
    packed.subarray(0, 32),
    Buffer.concat([packed, Buffer.from('\n')]),
    Buffer.concat([packed, Buffer.from('#x')]),
    packLink({ ...link, site: 'Demo' }),
    packLink({ ...link, room: 'a/b' }),
    packLink({ ...link, room: '' }),
    packLink({ ...link, generation: -1 }),
  ])
    expect(unpackLink(wrong)).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
      expect(unpackLink(Buffer.from(bytes))).toBeUndefined();
    }),
  );
});

test('a token has at most 200 characters for room ids up to 32, and never more than 400', async () => {
  const longest = (room: number, generation: number): Link => ({
    site: 's'.repeat(20),
    room: 'r'.repeat(room),
    generation,
    invitation: 'f'.repeat(32),
    linkId: 'f'.repeat(32),
  });
  expect(await sign(longest(32, 999), '1')).toHaveLength(198);
  expect(await sign(longest(32, 999), '123')).toHaveLength(200);
  expect((await sign(longest(128, 999_999_999), '123')).length).toBeLessThanOrEqual(400);
  expect(await sign(longest(32, 1), '1')).toMatch(/^[\w.-]+$/);
});
