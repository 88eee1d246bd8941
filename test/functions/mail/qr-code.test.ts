import { inflateSync } from 'node:zlib';
import { generate } from 'lean-qr';
import { expect, test } from 'vitest';
import { qrCodePng } from '../../../functions/mail/qr-code.ts';

const LINK = `https://rooms.example.edu/i#${'aB3-'.repeat(60)}`;

test('the picture of a long link is small, square and black on white', () => {
  const png = qrCodePng(LINK);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.length).toBeLessThan(8000);
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(width).toBe(height);
  expect(width % 6).toBe(0);
  expect(width).toBeGreaterThan(300);
  // On a black page, a transparent background or a missing margin would make the code unreadable.
  expect(png.includes('tRNS')).toBe(false);
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const bytesInRow = Math.ceil(width / 8) + 1;
  expect(rows.length).toBe(bytesInRow * height);
});

test('different texts are different pictures', () => {
  expect(qrCodePng(LINK)).toEqual(qrCodePng(LINK));
  expect(qrCodePng(LINK)).not.toEqual(qrCodePng(`${LINK}x`));
  expect(generate(LINK).size).toBeGreaterThan(50);
});
