// A module hook (https://nodejs.org/api/module.html#loadurl-context-nextload): the TypeScript of a suite is not read,
// its code is in the bundle.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const watch = new URL('watch-suite.mjs', import.meta.url).href;

export async function load(url, context, nextLoad) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:' || !pathname.endsWith('.test.ts')) return nextLoad(url, context);
  const name = JSON.stringify(relative(root, fileURLToPath(`file://${pathname}`)));
  const source = [
    `import { watchSuite } from ${JSON.stringify(watch)};`,
    'const { suites } = await import(process.env.ROLEKEEPER_SUITES);',
    `watchSuite(${name});`,
    `await suites[${name}]();`,
  ].join('\n');
  return { format: 'module', shortCircuit: true, source };
}
