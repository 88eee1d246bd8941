import { correction, generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';

/** A mail program may show the mail on a black background. */
const BLACK_ON_WHITE = { on: [0, 0, 0], off: [255, 255, 255] } as const;

/** A QR code of the text, as a PNG picture. */
export const qrCodePng = (text: string): Buffer =>
  Buffer.from(
    toPngBuffer(generate(text, { minCorrectionLevel: correction.M }), { ...BLACK_ON_WHITE, scale: 6 }),
  );
