import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Part, stackName } from '../../../lib/outputs.ts';
import { ASSEMBLY, STAGE } from './emulator.ts';

type Template = { Resources: Record<string, { Properties: Record<string, unknown> }> };
type Assets = { files: Record<string, { source: { path: string } }> };

/**
 * Turns the deployed templates into those of a later release in another month: the function that seeds mail templates
 * has another code version, so it runs again, and CloudFront's header is rotated.
 */
export async function releaseLater(): Promise<void> {
  await changeProperty('email', 'seedTemplatesRun', 'codeVersion');
  await changeProperty('web', 'makeOriginHeaderRun', 'rotation');
}

/** Changes a property of a custom resource. */
const changeProperty = (part: Part, resource: string, property: string): Promise<void> =>
  rewriteTemplate(`${ASSEMBLY}/${stackName(STAGE, part)}`, 'later', template => {
    const { Properties = {} } = template.Resources[resource] ?? {};
    if (typeof Properties[property] !== 'string') throw new Error(`No ${resource} has a ${property}`);
    Properties[property] = `later-${Properties[property]}`;
  });

/** Changes the template at `<stack>.template.json` and renames its asset, so that a deploy uploads it. */
export async function rewriteTemplate(
  stack: string,
  name: string,
  change: (template: Template) => void,
): Promise<void> {
  await rewrite(`${stack}.template.json`, text => {
    const template: Template = JSON.parse(text);
    change(template);
    return JSON.stringify(template);
  });
  // CDK uploads a template under its hash, and skips a hash that it has uploaded before.
  const { files }: Assets = JSON.parse(await readFile(`${stack}.assets.json`, 'utf8'));
  const [hash = ''] =
    Object.entries(files).find(([, { source }]) => source.path.endsWith('.template.json')) ?? [];
  for (const file of [`${stack}.assets.json`, `${dirname(stack)}/manifest.json`])
    await rewrite(file, text => text.replaceAll(hash, `${name}-${hash}`));
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}
