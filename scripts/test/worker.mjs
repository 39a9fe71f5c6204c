// A worker of the runner: runs one suite after the other in this process, and says what came of each.
import { createRunner } from 'jest-light-runner';

const Runner = createRunner({ runtime: 'main_thread' });
const nothing = () => Promise.resolve();

process.on('message', async ({ globalConfig, path, config }) => {
  const say = (answer) => Promise.resolve(process.send(answer));
  const test = { path, context: { config } };
  await new Runner(globalConfig).runTests(
    [test],
    undefined,
    nothing,
    (_test, result) => say({ result }),
    (_test, { message, stack }) => say({ error: { message, stack } }),
  );
});
// Whatever a suite left open must not keep the worker.
process.on('disconnect', () => process.exit());
