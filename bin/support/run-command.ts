/** Runs an operator's command. An error prints its message without a stack trace, and sets the exit code to 1. */
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
  // Some errors of the network or of a response have no message.
  const said = message || code || name;
  return code === 'ECONNREFUSED' ? `${said}: is the stack running (\`npm start\`)?` : said;
}
