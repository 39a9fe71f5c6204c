// No test is timed, and the runner has no limit of its own: a test that hangs ends its worker, which names the suite.

const MINUTES = process.env.ROLEKEEPER_PROPERTY_RUNS === undefined ? 2 : 60;

/** To be called before the suite declares its tests: these hooks enclose those of the suite. */
export function watchSuite(name) {
  let timer;
  const stop = () => {
    clearTimeout(timer);
  };
  const start = () => {
    stop();
    timer = setTimeout(() => {
      process.stderr.write(`a test of ${name} does not end within ${MINUTES} minutes\n`);
      process.exit(1);
    }, MINUTES * 60_000);
  };
  globalThis.beforeAll(start);
  globalThis.beforeEach(start);
  globalThis.afterAll(stop);
}
