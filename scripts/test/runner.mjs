// jest's runner: suites of one worker share their modules (bundle-suites.mjs), each worker is a process of its own, for
// `process.chdir`. jest-light-runner runs a suite; its own pool of processes can lose the first message of one of them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundledSuite } from './bundle-suites.mjs';

const worker = fileURLToPath(new URL('worker.mjs', import.meta.url));

export default class Runner {
  #globalConfig;

  constructor(globalConfig) {
    this.#globalConfig = globalConfig;
  }

  async runTests(tests, _watcher, onStart, onResult, onFailure) {
    const waiting = [...tests];
    const workers = Math.min(this.#globalConfig.maxWorkers, tests.length);
    const work = async (index) => {
      let process_;
      // From both ends of the order (sequencer.mjs): what a worker has evaluated and optimized serves its next suites.
      const next = () => (index % 2 === 0 ? waiting.shift() : waiting.pop());
      for (let test = next(); test !== undefined; test = next()) {
        if (process_?.connected !== true) process_ = fork(worker, { serialization: 'advanced' });
        await onStart(test);
        const { result, error } = await this.#run(test, process_);
        if (result === undefined) await onFailure(test, error);
        else await onResult(test, { ...result, testFilePath: test.path });
      }
      if (process_?.connected === true) process_.disconnect();
    };
    await Promise.all(Array.from({ length: workers }, (_, index) => work(index)));
  }

  async #run({ path, context: { config } }, process_) {
    process_.send({ globalConfig: this.#globalConfig, path: bundledSuite(path), config });
    const ended = new AbortController();
    const { signal } = ended;
    try {
      const exit = once(process_, 'exit', { signal }).then(() => ({
        error: { message: 'the worker ended' },
      }));
      return await Promise.race([once(process_, 'message', { signal }).then(([answer]) => answer), exit]);
    } finally {
      ended.abort();
    }
  }
}
