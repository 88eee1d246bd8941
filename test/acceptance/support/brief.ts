/**
 * A brief run visits one site, and leaves out what has to wait until all functions know changed settings. What it has
 * reached is therefore not all that there is.
 */
export const isBrief = process.env.BRIEF === '1';
