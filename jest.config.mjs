import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/scripts/test/bundle-suites.mjs',
  globalTeardown: '<rootDir>/scripts/test/remove-bundle.mjs',
  // Suites of one worker share their modules: see bundle-suites.mjs. `process.chdir` needs a process of its own.
  runner: ['jest-light-runner', { runtime: 'child_process' }],
  // More than cores: many a test waits for a process or for a poll.
  maxWorkers: availableParallelism() + 1,
};
