import { spawn } from 'node:child_process';

/**
 * Runs the command in its arguments for as long as its own standard input is open, so that the command never outlives
 * the stack, however that ends. Ends as the command ended.
 */
const [command = '', ...args] = process.argv.slice(2);
// So that whoever kills all that is called node leaves it to do its work.
process.title = 'roompass-watchdog';
const child = spawn(command, args, { stdio: 'ignore' });
child.on('error', () => process.exit(127));
child.on('exit', code => process.exit(code ?? 1));
process.stdin.on('close', () => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), 1500);
});
process.stdin.resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
