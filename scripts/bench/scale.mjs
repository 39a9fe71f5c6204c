// What rolekeeper costs beside the ways in which others read an account, all against one endpoint with the same latency, and
// every bar of docs/performance.md. `--full` adds the sizes that take minutes.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { declaredIn, grown, nameOf, writeDesired } from './scale/account.mjs';
import { ask, atEndpoint, besideStick, cheapest, credentials, expectCode } from './scale/at-endpoint.mjs';
import { HOSTILE, hostileState, writeHostile } from './scale/hostile.mjs';
import { measured } from './scale/measured.mjs';

export const modules = [
  'src/sandbox/server.ts',
  'src/cloudformation/logical-id.ts',
  'src/cloudformation/template.ts',
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(root, 'dist/cli.js');
/** 5 s and 15 s of CPU on the machine of docs/performance.md, where the work of the yardstick takes 22 ms. */
const FIVE_SECONDS = 227;
const FIFTEEN_SECONDS = 690;
/** Bars of CPU that are no ratio of two sides count in multiples of a fixed piece of work. */
const STICKS = 'yardsticks';
/** The most that a plan takes of the wall time of others. */
const WALLS = { terraform: 1 / 12, iambic: 1 / 6 };

/** What `npm run bench -- scale NAME…` chooses from. */
const SECTIONS = { start: startUp, plan: peersBesideIt, apply: applying, scopes, hostile };

export async function run(rolekeeper, { full, bundle, sections, nodes }) {
  const unknown = sections.filter((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown.length > 0)
    throw new Error(
      `no section is named ${unknown.join(', ')}; there are ${Object.keys(SECTIONS).join(', ')}`,
    );
  const folder = await mkdtemp(join(tmpdir(), 'bench-scale-'));
  const bench = { ...rolekeeper, bundle, folder, full, nodes, table: [], measures: [] };
  try {
    bench.start = await startCost(bench);
    for (const [name, section] of Object.entries(SECTIONS))
      if (sections.length === 0 || sections.includes(name)) await section(bench);
    return { table: bench.table, measures: bench.measures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One side at one size, as a row of the table. */
function row(bench, what, { roles = '', integrations = '', side = 'rolekeeper', calls = '', cost }) {
  const { cpu, wall, peak } = cost;
  process.stderr.write(`  … ${what} ${roles} ${integrations} ${side}: ${cost.wall.toFixed(1)} s\n`);
  bench.table.push({ what, roles, integrations, side, calls, cpu, wall, peak });
}

/** A bar: at most so much. `npm run bench -- --check` fails where one is broken. */
function bar(bench, what, value, limit, unit = 'x') {
  bench.measures.push({ what, value, unit, limit });
}

const total = (calls) => Object.values(calls).reduce((sum, count) => sum + count, 0);
const NOT_IAM = ['GetTemplate', 'DescribeStacks', 'GetCallerIdentity'];
const ofIam = (calls) =>
  total(Object.fromEntries(Object.entries(calls).filter(([operation]) => !NOT_IAM.includes(operation))));

async function startCost({ folder }, node) {
  return (await cheapest(7, ['-e', '0'], { folder, node })).cpu;
}

/** This Node, and those of `--node`. */
async function startUp(bench) {
  for (const node of [process.execPath, ...bench.nodes]) await startUpOf(bench, node);
  const { folder } = bench;
  const desired = join(folder, 'thousand');
  await writeDesired(desired, { integrations: 1000 });
  const { cost, sticks } = await besideStick(() =>
    cheapest(2, [CLI, 'validate', '--desired', desired], { folder }),
  );
  expectCode(cost, 0);
  row(bench, 'validate', { integrations: 1000, cost });
  bar(bench, 'validate of 1,000 integrations, CPU', sticks, FIVE_SECONDS, STICKS);
}

async function startUpOf(bench, node) {
  const { folder } = bench;
  const { out: release } = await measured(['-p', 'process.version.replace(/\\..*/, "")'], { folder, node });
  const name = `Node ${release.trim().slice(1)}`;
  const start = node === process.execPath ? bench.start : await startCost(bench, node);
  const version = await cheapest(5, [CLI, '--version'], { folder, node });
  expectCode(version, 0);
  row(bench, '--version', { side: name, cost: version });
  bar(bench, `--version, CPU against node -e 0, ${name}`, version.cpu / start, 1.5);
  const own = await cheapest(5, [CLI, 'validate'], { folder, node, cwd: root });
  expectCode(own, 0);
  row(bench, 'validate of this repository', { side: name, cost: own });
  // The bar is for the Node that runs the bench; later ones have less to start themselves.
  if (node === process.execPath)
    bar(bench, `validate of this repository, CPU against node -e 0, ${name}`, own.cpu / start, 6);
}

/** Plans and reads of others, size by size. */
async function peersBesideIt(bench) {
  const peers = join(bench.folder, 'peers.mjs');
  await bundlePeers(peers);
  const declared = join(bench.folder, 'declared.json');
  const seed = await seedOf(bench);
  const sizes = [
    { roles: 50, integrations: 1, sides: ['limit', 'terraform', 'iambic', 'driftctl'] },
    {
      roles: 1000,
      integrations: 100,
      sides: ['terraform', 'iambic', 'limit', ...(bench.full ? ['driftctl'] : [])],
    },
    { roles: 1000, integrations: 300, sides: [] },
    { roles: 1000, integrations: 1000, sides: [] },
    { roles: 10_000, integrations: 1, sides: ['limit', ...(bench.full ? ['terraform', 'iambic'] : [])] },
    { roles: 10_000, integrations: 1000, sides: [] },
  ];
  const changed = new Map();
  for (const { sides, ...size } of sizes) {
    const state = grown(seed, size, bench);
    await writeFile(declared, JSON.stringify(declaredIn(state)));
    await atEndpoint(bench, state, async (endpoint) => {
      const desired = join(bench.folder, 'desired');
      await writeDesired(desired, { integrations: size.integrations });
      const plan = await ask(endpoint, [CLI, 'plan', '--desired', desired]);
      expectCode(plan.cost, 0);
      if (!/\b0 to (create|apply)|No changes|nothing to do/i.test(plan.cost.out))
        throw new Error(plan.cost.out.slice(0, 2000));
      row(bench, 'plan', { ...size, ...plan });
      await barsOfPlan(bench, endpoint, { size, plan, desired });
      let before = plan.cost;
      for (const side of sides) {
        const other = await ask(endpoint, [peers, side, declared]);
        expectCode(other.cost, 0);
        row(bench, 'read', { ...size, side, ...other });
        const ratio = WALLS[side];
        if (size.roles !== 1000 || ratio === undefined) continue;
        // A plan before and one after: what else the machine does then hits both sides.
        const { cost: after } = await ask(endpoint, [CLI, 'plan', '--desired', desired], true);
        expectCode(after, 0);
        const what = `plan of 1,000 roles, wall against the calls of ${side}`;
        bar(bench, what, (before.wall + after.wall) / 2 / other.cost.wall, ratio);
        before = after;
      }
      if (size.roles === 1000 && size.integrations >= 300) {
        await writeDesired(desired, { integrations: size.integrations, edited: size.integrations });
        let calls;
        const { cost, sticks } = await besideStick(async () => {
          const all = await ask(endpoint, [CLI, 'plan', '--desired', desired], true);
          ({ calls } = all);
          return all.cost;
        });
        expectCode(cost, 0);
        row(bench, 'plan, all changed', { ...size, calls, cost });
        changed.set(size.integrations, { cpu: cost.cpu, sticks });
      }
    });
  }
  bar(
    bench,
    'plan of 1,000 changed integrations, CPU against 300',
    changed.get(1000).cpu / changed.get(300).cpu,
    3.5,
  );
  const what = 'plan of 1,000 changed integrations, CPU';
  bar(bench, what, changed.get(1000).sticks, FIFTEEN_SECONDS, STICKS);
}

async function barsOfPlan(bench, endpoint, { size, plan, desired }) {
  const { roles, integrations } = size;
  if (roles === 1000 && integrations === 100) {
    bar(bench, 'plan of 100 integrations: calls of IAM', ofIam(plan.calls), 5, 'calls');
    const only = await ask(endpoint, [CLI, 'plan', '--desired', desired, '--only', nameOf(3)]);
    row(bench, 'plan --only one', { ...size, ...only });
    bar(bench, 'plan --only one of 100: calls', total(only.calls), 12, 'calls');
  }
  if (roles === 10_000) {
    bar(
      bench,
      `plan of 10,000 roles, ${integrations} integrations: calls of IAM`,
      ofIam(plan.calls),
      32,
      'calls',
    );
    const drift = await ask(endpoint, [CLI, 'drift', '--desired', desired], true);
    row(bench, 'drift', { ...size, ...drift });
    bar(
      bench,
      `drift of 10,000 roles, ${integrations} integrations: peak memory`,
      drift.cost.peak,
      300,
      'MB',
    );
  }
}

/** New integrations with a managed policy each, five stacks at a time and one after the other. */
async function applying(bench) {
  const desired = join(bench.folder, 'new');
  const integrations = bench.full ? 100 : 40;
  await writeDesired(desired, { integrations });
  const applied = async (parallel) =>
    atEndpoint(bench, {}, async (endpoint) => {
      const command = ['apply', '--auto-approve', '--parallel', String(parallel), '--desired', desired];
      const done = await ask(endpoint, [CLI, ...command]);
      expectCode(done.cost, 0);
      row(bench, `apply, all new, ${parallel} at a time`, { integrations, ...done });
      return done;
    });
  const five = await applied(5);
  const what = `apply of ${integrations} new integrations`;
  bar(bench, `${what}: calls`, total(five.calls), 25 * integrations, 'calls');
  const one = await applied(1);
  // The start, which five do not share, is a larger part of forty.
  const most = bench.full ? 0.25 : 0.27;
  bar(bench, `${what}, wall of five at a time against one`, five.cost.wall / one.cost.wall, most);
}

/** So many accounts in one run, each with one integration. */
async function scopes(bench) {
  const count = 300;
  const accounts = Array.from({ length: count }, (_, index) => String(300_000_000_000 + index));
  const desired = join(bench.folder, 'accounts');
  await mkdir(desired);
  for (const [index, account] of accounts.entries()) {
    const settings = `account: "${account}"\nrole:\n  read: arn:aws:iam::${account}:role/rolekeeper-plan\n`;
    await writeDesired(join(desired, `a${index}`), { integrations: 1, first: index, settings });
  }
  await atEndpoint(bench, { accounts }, async (endpoint) => {
    const plan = await ask(endpoint, [CLI, 'plan', '--desired', desired]);
    expectCode(plan.cost, 0);
    row(bench, `plan of ${count} scopes`, { roles: count, integrations: count, ...plan });
    bar(bench, `plan of ${count} scopes: calls for each`, total(plan.calls) / count, 8, 'calls');
  });
}

/** Of the families, those of a run without `--full`; and of them the one that costs the most with expectations. */
const DEAREST = 'classes of actions';
const USUAL = ['denials in allowances', 'conditions on both', DEAREST, 'unknown names'];

async function hostile(bench) {
  const names = bench.full ? HOSTILE : HOSTILE.filter((name) => USUAL.includes(name));
  for (const family of names) {
    for (const expectations of bench.full || family === DEAREST ? [false, true] : [false]) {
      const place = join(bench.folder, `hostile-${names.indexOf(family)}-${expectations}`);
      await writeHostile(place, family, expectations);
      const desired = ['--desired', join(place, 'desired')];
      const what = `${family}${expectations ? ', 1 MiB of expectations' : ''}`;
      const live = ['--live', join(place, 'live')];
      /** @type {[string, { cost: any, sticks: number }][]} */
      const sides = [
        ['validate', await besideStick(() => measured([CLI, 'validate', ...desired], bench))],
        ['plan', await besideStick(() => measured([CLI, 'plan', ...live, ...desired], bench))],
      ];
      // What is live is hostile as well, and another family.
      if (!expectations)
        sides.push([
          'drift',
          await besideStick(() =>
            driftFrom(bench, HOSTILE[(HOSTILE.indexOf(family) + 1) % HOSTILE.length], desired),
          ),
        ]);
      for (const [command, { cost, sticks }] of sides) {
        row(bench, `${command}: ${what}`, { integrations: 1, cost });
        bar(bench, `${command}, ${what}: CPU`, sticks, FIVE_SECONDS, STICKS);
        bar(bench, `${command}, ${what}: peak memory`, cost.peak, 300, 'MB');
      }
    }
  }
}

async function driftFrom(bench, family, desired) {
  return atEndpoint(
    bench,
    hostileState(family),
    async (endpoint) => (await ask(endpoint, [CLI, 'drift', ...desired])).cost,
  );
}

/** The account with one applied integration. */
async function seedOf(bench) {
  const desired = join(bench.folder, 'seed');
  await writeDesired(desired, { integrations: 1 });
  const sandbox = await bench.startSandbox();
  try {
    expectCode(
      await measured([CLI, 'apply', '--auto-approve', '--desired', desired], {
        folder: bench.folder,
        env: credentials(sandbox.url),
      }),
      0,
    );
    return sandbox.saveState();
  } finally {
    await sandbox.close();
  }
}

async function bundlePeers(outfile) {
  await build({
    absWorkingDir: root,
    entryPoints: [fileURLToPath(new URL('scale/peers.mjs', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    banner: { js: `import{createRequire as __c}from'node:module';const require=__c(import.meta.url);` },
    logLevel: 'warning',
  });
}
