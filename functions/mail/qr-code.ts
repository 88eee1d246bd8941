import { correction, generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';

/** A mail may be shown on black. */
const BLACK_ON_WHITE = { on: [0, 0, 0], off: [255, 255, 255] } as const;

/** A text as a picture that phones read. */
export const qrCodePng = (text: string): Buffer =>
  Buffer.from(
    toPngBuffer(generate(text, { minCorrectionLevel: correction.M }), { ...BLACK_ON_WHITE, scale: 6 }),
  );
