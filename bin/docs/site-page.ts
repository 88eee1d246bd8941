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

## What a token says

People and the site's backend call Roompass with a JWT (\`Authorization: Bearer …\`) that one of the \`issuers\` has signed for the
\`audience\`. Besides \`iss\`, \`aud\` and \`exp\` it says:

| claim | meaning |
| --- | --- |
| \`sub\`, or what \`userIdClaim\` names | the id of the person: rooms name their owners by it |
| \`email\`, \`given_name\`, \`family_name\` | who it is; \`email_verified: false\` means no e-mail |
| \`groups\` | ids of groups; a room may have \`group:<id>\` among its managers |
| \`site_role\` | \`viewerRole\` < \`privateOnlyRole\` (where it is missing) < \`adminRole\` < \`unmoderatedAdminRole\`: what \`allowedUsers.minimumRole\` compares |
| \`scope\` | \`rooms:write\`: the site's backend, which registers rooms and people; \`site:admin\`: an administrator, who changes settings |

With that the backend registers a room, and its owner invites into it:

\`\`\`sh
curl -X PUT "$ORIGIN/v1/rooms/bio-101" -H "authorization: Bearer $BACKEND_TOKEN" -H 'content-type: application/json' \\
  -d '{"title":"Cell biology","ownerId":"ada","chatAndCollaboration":true}'
curl "$ORIGIN/v1/rooms/bio-101/invitations" -H "authorization: Bearer $OWNER_TOKEN" -H 'content-type: application/json' \\
  -d '{"email":"guest@example.org","firstName":"Grace","lastName":"Hopper","role":"speaker"}'
\`\`\`

## Fields

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
