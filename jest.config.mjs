// CI tries every law many times (ROLEKEEPER_PROPERTY_RUNS); nothing is timed, a hanging test must only end some day.
const isLong = process.env.ROLEKEEPER_PROPERTY_RUNS !== undefined;

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/scripts/test/bundle-suites.mjs',
  globalTeardown: '<rootDir>/scripts/test/remove-bundle.mjs',
  transform: { '\\.test\\.ts$': '<rootDir>/scripts/test/run-from-bundle.mjs' },
  // jest's default leaves one core idle: of two, half.
  maxWorkers: '100%',
  // Suites keep their modules as long as the worker lives.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: isLong ? 30 * 60_000 : 30_000,
};
