import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/**
 * Runs a command and waits for its end.
 * @returns its standard output
 * @throws Error with its whole output if it fails
 */
export async function run(command: string, args: string[], env = process.env): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}${errors}`);
  return output;
}
