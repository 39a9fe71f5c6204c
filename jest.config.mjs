import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {},
  globalSetup: '<rootDir>/scripts/test/bundle-suites.mjs',
  globalTeardown: '<rootDir>/scripts/test/remove-bundle.mjs',
  runner: '<rootDir>/scripts/test/runner.mjs',
  testSequencer: '<rootDir>/scripts/test/sequencer.mjs',
  // jest's default leaves one core idle: of two, half.
  maxWorkers: availableParallelism(),
};
