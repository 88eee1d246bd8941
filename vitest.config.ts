import { defineConfig } from 'vitest/config';

// Tests start many processes of Node: commands, stacks, functions. They compile the same files once.
process.env.NODE_COMPILE_CACHE ??= `${import.meta.dirname}/node_modules/.cache/compiled`;

/** In CI a browser or an emulator that is late on a busy machine gets a second try. The output marks such a test. */
const RETRIES = process.env.CI ? 1 : 0;

/** Pure tests: no database, no server, no process. */
const RULES = ['crowd', 'docs', 'domain', 'emails'];
const folders = (names: string[]) => names.map(name => `test/${name}/**`);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'rules',
          include: folders(RULES).map(folder => `${folder}/*.test.ts`),
          pool: 'threads',
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'unit',
          // Each file starts sooner in a thread than in a process.
          pool: 'threads',
          include: ['test/**/*.test.ts'],
          exclude: folders([...RULES, 'acceptance', 'deploy', 'durability', 'lib', 'pages']),
          globalSetup: 'test/support/global-setup.ts',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'stacks',
          include: ['test/lib/**/*.test.ts'],
          // CDK takes seconds to load; once will do.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'acceptance',
          include: ['test/acceptance/**/*.test.ts'],
          globalSetup: 'test/acceptance/support/setup.ts',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'durability',
          include: ['test/durability/**/*.test.ts'],
          globalSetup: 'test/support/global-setup.ts',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'deploy',
          include: ['test/deploy/**/*.test.ts'],
          globalSetup: 'test/deploy/support/setup.ts',
          testTimeout: 600_000,
          hookTimeout: 120_000,
          retry: RETRIES,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['test/pages/**/*.test.ts'],
          globalSetup: 'test/pages/support/setup.ts',
          testTimeout: 60_000,
          retry: RETRIES,
        },
      },
    ],
    maxWorkers: 2,
    // For the totals that CI prints.
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: `artifacts/${process.env.npm_lifecycle_event ?? 'vitest'}.json`.replace(':', '-') },
  },
});
