// A worker of the runner: runs one suite after the other in this process, and says what came of each.
import { setFlagsFromString } from 'node:v8';
import { createRunner } from 'jest-light-runner';

// Most code of a suite runs a few times. To optimize it takes a fifth of the CPU, which hot loops alone give back: they
// are optimized all the same, a little later. Later V8s than that of Node 20 have no such flag, and say so.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');

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
