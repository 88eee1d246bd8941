import { readFile, rm, writeFile } from 'node:fs/promises';
import { run } from './run.ts';

/** The folder of the emulator and the command-line tools; it is deleted with node_modules/. */
const FOLDER = 'node_modules/.cache/roompass-emulator';
const REQUIREMENTS = 'test/deploy/requirements.txt';
const STAMP = `${FOLDER}/installed.txt`;

/** The full path of an installed command: `aws`, `cfn-lint`, or `python3`, which has MiniStack. */
export const tool = (name: string): string => `${process.cwd()}/${FOLDER}/bin/${name}`;

/** Installs the pinned versions of `requirements.txt` into a separate environment, unless that is up to date. */
export async function installTools(): Promise<void> {
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if ((await readFile(STAMP, 'utf8').catch(() => undefined)) === wanted) return;
  await rm(FOLDER, { recursive: true, force: true });
  try {
    await run('python3', ['-m', 'venv', FOLDER]);
  } catch (cause) {
    throw new Error('The AWS emulator needs Python 3.10 or newer with venv (Debian: python3-venv)', {
      cause,
    });
  }
  await run(tool('pip'), ['install', '--quiet', '--requirement', REQUIREMENTS]);
  await writeFile(STAMP, wanted);
}
