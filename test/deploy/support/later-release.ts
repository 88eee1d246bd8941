import { readFile, writeFile } from 'node:fs/promises';
import { stackName } from '../../../lib/outputs.ts';
import { ASSEMBLY, STAGE } from './emulator.ts';

type Template = { Resources: Record<string, { Properties: Record<string, unknown> }> };
type Assets = { files: Record<string, { source: { path: string } }> };

/** Makes of what was deployed a later release, in which the function that seeds mail templates is another: it runs again. */
export async function releaseOtherTemplates(): Promise<void> {
  const stack = `${ASSEMBLY}/${stackName(STAGE, 'email')}`;
  await rewrite(`${stack}.template.json`, text => {
    const template: Template = JSON.parse(text);
    const { Properties = {} } = template.Resources.seedTemplatesRun ?? {};
    if (typeof Properties.codeVersion !== 'string') throw new Error('No template seeds mail templates');
    Properties.codeVersion = `later-${Properties.codeVersion}`;
    return JSON.stringify(template);
  });
  // CDK uploads a template under its hash, and none twice.
  const { files }: Assets = JSON.parse(await readFile(`${stack}.assets.json`, 'utf8'));
  const [hash = ''] = Object.entries(files).find(([, { source }]) => source.path.endsWith('.json')) ?? [];
  for (const file of [`${stack}.assets.json`, `${ASSEMBLY}/manifest.json`])
    await rewrite(file, text => text.replaceAll(hash, `later-${hash}`));
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}
