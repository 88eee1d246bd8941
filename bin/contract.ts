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

/** Parts that are built, as the contract marks them until it is changed. */
const BUILT = [
  '`Authorization: KS <KS>` (planned)',
  "`/v1/launch-form` (planned). Neither is ever a caller's token.",
  '**KS (planned).**',
  '`partial: true` (planned) means',
  '`stale?` (planned): when Kaltura',
  '`POST /v1/launch-form` (planned) |',
  '### Rooms and people from Kaltura (planned)',
  '`managed_by_kaltura` (planned)',
  '| `kaltura` (planned) |',
  '| `kaltura-ks` (planned) |',
  '| `kaf-lti` (planned) |',
  '- `kaltura-ks` (planned):',
  '- `kaf-lti` (planned):',
  'until the session has expired. (planned)',
  'rooms in Kaltura (planned).',
  '`POST /dev/kaltura-sessions` (planned) issues',
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
});
const [source] = positionals;
if (source === undefined)
  throw new Error('Name the file of the contract: npm run contract -- <file> [--check]');

const built = BUILT.map((marked): [string, string] => [marked, marked.replace(' (planned)', '')]);
const wanted = [...AMENDMENTS, ...built].reduce(amend, await readFile(source, 'utf8'));
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
