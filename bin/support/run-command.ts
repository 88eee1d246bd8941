/** Does what an operator's command asks for. What goes wrong is told in the error's own words, without a stack; exit code 1. */
export async function runCommand(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(sayWhy(error));
    process.exitCode = 1;
  }
}

function sayWhy(error: unknown): string {
  const { message, name, code } = error as NodeJS.ErrnoException;
  // Not every error of the network or of an answer has words.
  const said = message || code || name;
  return code === 'ECONNREFUSED' ? `${said}: is the stack running (\`npm start\`)?` : said;
}
