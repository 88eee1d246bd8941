import { fieldsOf, type JsonSchema } from './site-schema.ts';

/** The page `docs/sites.md`, which explains each field of a site file. */
export function sitePage(schema: JsonSchema): string {
  const rows = fieldsOf(schema).map(
    ({ path, schema: field, description, isRequired }) =>
      `| \`${path}\`${isRequired ? '' : ' (optional)'} | ${typeOf(field)}${defaultOf(field)} | ${description} |`,
  );
  return `# Sites

A site is one customer installation. Operators describe it in a file such as [sites/example.json](../sites/example.json)
and store it, on a deployed stage or with \`--stage local\` on the running local stack:

\`\`\`sh
npm run site -- validate sites/example.json
npm run site -- put sites/example.json --stage <stage>
npm run site -- show example --stage <stage>
npm run site -- list --stage <stage>
\`\`\`

\`put\` is idempotent. In one transaction, it replaces the trust, and writes the settings if the site has none. Then it
creates the default mail templates that are missing, and updates those of an earlier release that nobody has edited. It
prints the changes. It removes an issuer only with \`--drop-issuers\`: an issuer belongs to one site, and after its removal
another site may use it. Running functions cache a site for up to 30 seconds. A site file contains no secrets.

## What a token says

People and the site's backend call Roompass with a JWT (\`Authorization: Bearer …\`) that one of the \`issuers\` has signed for the
\`audience\`. In addition to \`iss\`, \`aud\` and \`exp\`, Roompass reads these claims:

| claim | meaning |
| --- | --- |
| \`sub\`, or the claim that \`userIdClaim\` names | the id of the person, as in \`ownerId\` of a room |
| \`email\`, \`given_name\`, \`family_name\` | the person's e-mail and name; with \`email_verified: false\` the e-mail is ignored |
| \`groups\` | ids of the person's groups; a room may list \`group:<id>\` as a manager |
| \`site_role\` | \`viewerRole\` < \`privateOnlyRole\` (the default) < \`adminRole\` < \`unmoderatedAdminRole\`; \`allowedUsers.minimumRole\` is compared with it |
| \`scope\` | \`rooms:write\`: the site's backend, which registers rooms and people; \`site:admin\`: an administrator, who changes settings |

Not every token of an issuer is a login. A token is refused unless all of these hold:

- It is signed with an asymmetric algorithm, and its \`kid\` names a key of the issuer's \`jwksUrl\`.
- \`exp\` is at most 24 hours after \`iat\`, or after now if there is no \`iat\`. \`iat\` is not in the future. Clocks may differ by 60 seconds.
- \`typ\` is absent, \`JWT\` or \`at+jwt\`. There is no \`events\` claim (a logout token) and no \`cnf\` claim (a token bound to a key).
- \`azp\` is absent, the \`audience\` or one of the issuer's \`authorizedParties\`.

For example, the backend registers a room, and the owner of the room invites into it:

\`\`\`sh
curl -X PUT "$ORIGIN/v1/rooms/bio-101" -H "authorization: Bearer $BACKEND_TOKEN" -H 'content-type: application/json' \\
  -d '{"title":"Cell biology","ownerId":"ada","chatAndCollaboration":true}'
curl "$ORIGIN/v1/rooms/bio-101/invitations" -H "authorization: Bearer $OWNER_TOKEN" -H 'content-type: application/json' \\
  -d '{"email":"guest@example.org","firstName":"Grace","lastName":"Hopper","role":"speaker"}'
\`\`\`

## Several issuers

Two issuers may use the same id for different people. So if there are several issuers, each has a \`userIdPrefix\`, such as \`staff:\`,
and no prefix is the beginning of another. Roompass puts the prefix before the ids of people **and groups** of that issuer's tokens. Therefore:

- Rooms (\`ownerId\`, \`coOwners\`, \`coEditors\`, \`coPublishers\`) and the setting \`allowedUsers\` name people by the prefixed id, such as
  \`staff:ada\`, and groups as \`group:staff:biology\` (in \`allowedUsers.groups\`: \`staff:biology\`).
- Responses and the history show the prefixed id. The room that opens gets the id without the prefix, in the launch token and as the
  ticket's \`user_id\`.
- If you add or change a prefix later, the ids of people change: store the rooms and settings again with the new ids.

If the same id means the same person in all issuers, set \`sharedUserIds\` to true instead. A site that was stored before this rule keeps
working; \`npm run site\` warns of it. If people can choose the e-mail in an issuer's tokens themselves, set \`emailIsTrusted\` to false: then
nobody is identified as the invitee by that e-mail.

## Fields

| field | type | meaning |
| --- | --- | --- |
${rows.join('\n')}
`;
}

/** No default for an object, because its members show theirs. */
const defaultOf = ({ default: usual }: JsonSchema): string =>
  usual === undefined || typeof usual === 'object' ? '' : `; default \`${usual}\``;

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
