// Programs at an endpoint with an account, and what they ask and cost there.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ACCOUNT } from './account.mjs';
import { measured } from './measured.mjs';

export const LATENCY = 30;

/** A program several times, of which the cheapest counts: what else the machine does only adds. */
export async function cheapest(times, program, options) {
  let best;
  for (let time = 0; time < times; time += 1) {
    const cost = await measured(program, options);
    if (best === undefined || cost.cpu < best.cpu) best = cost;
  }
  return best;
}

const YARDSTICK = fileURLToPath(new URL('../../yardstick.mjs', import.meta.url));
const read = promisify(execFile);

/** The milliseconds of CPU that the work of the yardstick takes now: the cheapest of three. */
async function stick() {
  const times = [];
  for (let time = 0; time < 3; time += 1)
    times.push(Number((await read(process.execPath, [YARDSTICK])).stdout));
  return Math.min(...times);
}

/** What work costs, and its CPU as a multiple of the yardstick's before and after it: a machine does not keep its speed. */
export async function besideStick(work) {
  const before = await stick();
  const cost = await work();
  const after = await stick();
  return { cost, sticks: (1000 * cost.cpu) / ((before + after) / 2) };
}

/** Does work at an endpoint with an account, which is a process of its own. */
export async function atEndpoint({ folder, bundle }, state, work) {
  const file = join(folder, 'state.json');
  await writeFile(file, JSON.stringify(state));
  const script = fileURLToPath(new URL('endpoint.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, bundle, file, String(LATENCY)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(child.stdout, 'data');
    return await work({ url: String(line).trim(), folder });
  } finally {
    child.kill();
    await once(child, 'close');
  }
}

/**
 * A program at the endpoint: the second time, when every answer is there to be replayed; what it asked, and what it cost.
 *
 * @param isWarm what it asks was asked before
 */
export async function ask({ url, folder }, program, isWarm = false) {
  const options = { folder, env: credentials(url) };
  const isWritten = program.includes('apply');
  if (!isWritten && !isWarm) await measured(program, options);
  await fetch(url);
  const cost = await measured(program, options);
  const counts = await (await fetch(url)).json();
  return { cost, calls: counts };
}

export function credentials(url) {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'eu-west-1',
    AWS_ACCOUNT: ACCOUNT,
  };
}

export function expectCode({ code, out, err }, wanted) {
  if (code !== wanted)
    throw new Error(`exit code ${code}, not ${wanted}:\n${out.slice(-2000)}\n${err.slice(-2000)}`);
}
