import { Command } from 'commander';
import { readConfig, variableNames } from './config.ts';
import { type Stack, startStack } from './stack.ts';
import { StartupError } from './startup-error.ts';

new Command('npm start')
  .description(
    `Starts the whole product on this machine. Settings are environment variables: ${variableNames.join(', ')}.`,
  )
  .allowExcessArguments(false)
  .parse();

const STOP_TIMEOUT_MILLIS = 3500;

let stack: Stack | undefined;
let stopping = false;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(exitCode), STOP_TIMEOUT_MILLIS);
  await stack?.stop();
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));

// A killed npm sends no signal. Without this check the stack would keep running unnoticed.
if (process.env.npm_lifecycle_event === 'start') {
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && stop(0), 500).unref();
}

try {
  const config = readConfig(process.env);
  stack = await startStack(config);
  stack.ended.then(() => {
    if (!stopping) console.error('DynamoDB Local has ended, so the stack ends too.');
    return stop(1);
  });
  console.log(`ready ${config.origin}`);
} catch (error) {
  console.error(error instanceof StartupError ? error.message : error);
  process.exit(1);
}
