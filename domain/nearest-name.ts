/** The closest name, at most two typing errors away. @returns undefined if no name is close */
export function nearest<N extends string>(typed: string, names: readonly N[]): N | undefined {
  const allowed = Math.min(2, Math.floor(typed.length / 3));
  const close = names
    .map(name => ({ name, away: slipsBetween(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ away }) => away <= allowed)
    .sort((a, b) => a.away - b.away);
  return close[0]?.name;
}

/** The Levenshtein distance: letters to insert, delete or replace. */
function slipsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const letter of from) {
    const next = [(row[0] ?? 0) + 1];
    for (const [index, other] of [...to].entries()) {
      const replaced = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
