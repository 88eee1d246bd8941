import { fieldsOf, type JsonSchema } from './site-schema.ts';

/** The page `docs/sites.md`, which explains each field of a site file. */
export function sitePage(schema: JsonSchema): string {
  const rows = fieldsOf(schema).map(
    ({ path, schema: field, description, isRequired }) =>
      `| \`${path}\`${isRequired ? '' : ' (optional)'} | ${typeOf(field)}${defaultOf(field)} | ${description} |`,
  );
  return `# Sites

A site is one customer installation. Operations write it down in a file such as [sites/example.json](../sites/example.json)
and put it in place, on a deployed stage or with \`--stage local\` on the local stack that is running:

\`\`\`sh
npm run site -- validate sites/example.json
npm run site -- put sites/example.json --stage <stage>
npm run site -- show example --stage <stage>
npm run site -- list --stage <stage>
\`\`\`

\`put\` is done wholly or not at all, and may be repeated: it replaces the trust, sets the settings only where there are
none, and makes the default mail templates where they are absent. It says what it changes, and takes an issuer from a
site only with \`--drop-issuers\`: an issuer belongs to one site, and is then free for another. Running functions see a
change within 30 seconds. A site file has no secret in it.

| field | type | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}

const defaultOf = (schema: JsonSchema): string =>
  schema.default === undefined ? '' : `; default \`${schema.default}\``;

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(each => typeOf(each as JsonSchema)).join(' or ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map(value => `\`${value}\``).join(', ');
  if (schema.type === 'array') return `list of up to ${schema.maxItems}`;
  if (schema.type === 'integer') return `${schema.minimum} to ${schema.maximum}`;
  if (schema.format === 'uri') return 'https URL';
  if (schema.type === 'string' && schema.maxLength !== undefined) return `text, up to ${schema.maxLength}`;
  return String(schema.type ?? 'object');
}
