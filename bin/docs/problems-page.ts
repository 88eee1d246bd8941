import { type ProblemCode, problemCodes, problems } from '../../domain/problems.ts';

/** The page `docs/problems.md`: each problem that a route may answer, by its code. */
export const problemsPage = (): string => `# Problems

An error response is a problem document (RFC 9457) with a \`code\` of this list. Its \`type\` is the URL of a page with the same text.
Generated from \`domain/problems.ts\` by \`npm run docs\`.

${[...problemCodes].sort().map(section).join('\n')}`;

function section(code: ProblemCode): string {
  const { status, title, meaning, remedy } = problems[code];
  return `## ${code}\n\n**${title}** (${status})\n\n- **Means** ${meaning}\n- **Do** ${remedy}\n`;
}
