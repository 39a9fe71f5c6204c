// Runs a program to its end and tells what that cost.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * CPU of the process in seconds (user and system), wall time, peak memory in MB, exit code and what it printed.
 *
 * @param program what follows `node`
 * @param folder for what the run writes
 * @param node the program that runs it; this one when absent
 */
export async function measured(program, { folder, env = {}, cwd, node = process.execPath }) {
  const notes = join(folder, `cost-${process.pid}-${performance.now()}.json`);
  const start = performance.now();
  // No module that is loaded before the program: its own start-up is what is measured, too.
  const child = spawn(
    'bash',
    ['-c', '"$@" ; code=$?; times >&3; exit $code', 'bash', node, '-r', PEAK, ...program],
    {
      cwd,
      env: {
        ...process.env,
        NO_COLOR: '1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        ...env,
        BENCH_PEAK: notes,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    },
  );
  const texts = await Promise.all([1, 2, 3].map((at) => textOf(child.stdio[at])));
  const code = await new Promise((resolve) =>
    child.exitCode === null ? child.on('close', resolve) : resolve(child.exitCode),
  );
  const wall = (performance.now() - start) / 1000;
  const [, children = ''] = texts[2].trim().split('\n');
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
  const peak = Number(await readFile(notes, 'utf8').catch(() => '0')) / 1024;
  await rm(notes, { force: true });
  return { cpu, wall, peak, code, out: texts[0], err: texts[1] };
}

const PEAK = new URL('peak.cjs', import.meta.url).pathname;

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}
