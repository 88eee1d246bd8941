import { readFile, writeFile } from 'node:fs/promises';

type Statement = { Action: string | string[]; Resource: unknown; Condition?: unknown };
type Template = {
  Resources: Record<string, { Properties?: { PolicyDocument?: { Statement: Statement[] } } }>;
};

/**
 * Removes from a production template only what the emulator does not support: for sending mail it knows neither the
 * resources nor the condition `ses:FromAddress`, so no such permission would ever apply.
 */
export async function leaveOut(templateFile: string): Promise<void> {
  const template: Template = JSON.parse(await readFile(templateFile, 'utf8'));
  const sending = Object.values(template.Resources)
    .flatMap(({ Properties }) => Properties?.PolicyDocument?.Statement ?? [])
    .filter(({ Action }) => [Action].flat().includes('ses:SendEmail'));
  if (sending.length === 0) throw new Error(`${templateFile} lets nobody send mail`);
  for (const statement of sending) {
    statement.Resource = '*';
    delete statement.Condition;
  }
  await writeFile(templateFile, JSON.stringify(template));
}
