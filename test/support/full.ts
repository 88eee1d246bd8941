/** Whether sizes are the full ones: `npm run check:full`. Every change is checked with smaller ones. */
export const FULL = process.env.FULL === '1';
