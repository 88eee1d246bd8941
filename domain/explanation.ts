/** What a problem means, and what helps against it. */
export type Explanation = { status: number; title: string; meaning: string; remedy: string };
