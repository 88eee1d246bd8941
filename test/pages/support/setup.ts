import type { TestProject } from 'vitest/node';
import { startLocalStack } from '../../support/local-stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    origin: string;
    dynamoDb: string;
    mailStore: string;
  }
}

/** One local stack for all tests of the pages; each test has separate rooms. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { origin, dynamoDb, mailStore, stop } = await startLocalStack();
  project.provide('origin', origin);
  project.provide('dynamoDb', dynamoDb);
  project.provide('mailStore', mailStore);
  return stop;
}
