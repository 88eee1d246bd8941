import { spawn } from 'node:child_process';

/**
 * Runs the command in its arguments as long as its standard input is open, so that the command never outlives the
 * stack, even after a SIGKILL. Exits with the command's exit code.
 */
const [command = '', ...args] = process.argv.slice(2);
// Another title than `node`: a `killall node` must not end the watchdog before it has ended the command.
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
