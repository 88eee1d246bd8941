import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/**
 * `npm run contract -- <file>` copies a new version of the contract to docs/contract.md, with our amendments. With
 * `--check` it writes nothing, and fails if the two differ.
 */

const COPY = 'docs/contract.md';

/** Where the product does better than the contract says: [the contract's words, ours]. */
const AMENDMENTS: [string, string][] = [
  [
    '`startsAt`, `endsAt`\n  (formatted for the locale',
    '`startsAt`, `endsAt`, `opensAt`\n  (formatted for the locale',
  ],
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
});
const [source] = positionals;
if (source === undefined)
  throw new Error('Name the file of the contract: npm run contract -- <file> [--check]');

const wanted = AMENDMENTS.reduce(amend, await readFile(source, 'utf8'));
if (!values.check) await writeFile(COPY, wanted);
else if (wanted !== (await readFile(COPY, 'utf8'))) {
  console.error(
    `${source} and ${COPY} differ. Run \`npm run contract -- ${source}\`, and implement the changes.`,
  );
  process.exitCode = 1;
}

function amend(text: string, [theirs, ours]: [string, string]): string {
  if (text.includes(theirs)) return text.replace(theirs, ours);
  throw new Error(`The contract no longer has "${theirs}": adapt AMENDMENTS in bin/contract.ts.`);
}
