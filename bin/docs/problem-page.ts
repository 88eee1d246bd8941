import { type ProblemCode, problems } from '../../domain/problems.ts';

/** The page of a problem code under `docs/problems/`. */
export function problemPage(code: ProblemCode): string {
  const { status, title, meaning, remedy } = problems[code];
  return `# ${title}\n\n\`${code}\`, status ${status}\n\n## What it means\n\n${meaning}\n\n## What to do\n\n${remedy}\n`;
}
