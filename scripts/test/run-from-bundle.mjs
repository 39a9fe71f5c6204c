// jest's transformer of a suite: the suite itself is in the bundle of this run (bundle-suites.mjs).
import { relative } from 'node:path';

export default {
  process: (_source, file, { config }) => {
    const name = JSON.stringify(relative(config.rootDir, file));
    const lines = [
      'const { suites } = await import(process.env.ROLEKEEPER_SUITES);',
      `await suites[${name}]();`,
    ];
    return { code: lines.join('\n') };
  },
  getCacheKey: (_source, file) => `suite in a bundle: ${file}`,
};
