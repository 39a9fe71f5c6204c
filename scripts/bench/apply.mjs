// Applies 100 new integrations, each with a managed policy of its own, to the in-memory AWS, five stacks at a time and one after the other, with 50 ms per call
// and 2 s per wave of a stack operation, all ten times faster than that. Both must take so much less when parallel;
// with a request rate, no second has more requests; applying once more changes nothing and makes no change set.
import { setTimeout } from 'node:timers/promises';

const INTEGRATIONS = 100;
const FASTER = 10;
const CALL = 50 / FASTER;
const WAVE = 2000 / FASTER;
const RATE = 40;
/** So many are enough to see that the rate is kept. */
const PACED = 20;

export const modules = [
  'src/sandbox/server.ts',
  'src/commands/open-session.ts',
  'src/commands/read-plan.ts',
  'src/commands/carry-out.ts',
];

export async function run(rolekeeper) {
  const parallel = await measure(rolekeeper, INTEGRATIONS, 5);
  const serial = await measure(rolekeeper, INTEGRATIONS, 1);
  const paced = await measure(rolekeeper, PACED, 5, RATE);
  return [
    { what: `apply ${INTEGRATIONS} integrations, five at a time`, value: parallel.seconds, unit: 's' },
    { what: 'one after the other', value: serial.seconds, unit: 's' },
    {
      what: 'five at a time, against one after the other',
      value: parallel.seconds / serial.seconds,
      unit: 'x',
      limit: 0.25,
    },
    { what: 'requests', value: parallel.requests, unit: '', limit: 25 * INTEGRATIONS },
    {
      what: `most requests in a second, at ${RATE} a second`,
      value: paced.busiest,
      unit: '',
      limit: RATE + 1,
    },
    { what: 'apply again, nothing to do', value: parallel.again.seconds, unit: 's' },
    { what: 'requests of that', value: parallel.again.requests, unit: '' },
    { what: 'mutating requests of that', value: parallel.again.mutations, unit: '', limit: 0 },
  ];
}

async function measure({ startSandbox, ...rolekeeper }, count, parallel, requestsPerSecond) {
  const sandbox = await startSandbox({ switches: { operationMs: WAVE } });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  try {
    const first = await apply(rolekeeper, sandbox, count, parallel, requestsPerSecond);
    const again =
      requestsPerSecond === undefined ? await apply(rolekeeper, sandbox, count, parallel) : undefined;
    return { ...first, again };
  } finally {
    await sandbox.close();
  }
}

async function apply(rolekeeper, { world }, count, parallel, requestsPerSecond) {
  const { openWritableSession, readAssessedPlan, carryOut } = rolekeeper;
  const scope = scopeOf(count);
  const before = world.requests.length;
  const start = performance.now();
  const options = requestsPerSecond === undefined ? {} : { requestsPerSecond };
  const session = slowed(await openWritableSession(scope.settings, options));
  const planned = await readAssessedPlan({ scope, session, live: 'wanted', today: '2026-11-22' });
  let ids = 0;
  const environment = {
    clock: { now: () => new Date(), sleep: (milliseconds) => setTimeout(milliseconds / FASTER) },
    newId: () => `bench-${parallel}-${performance.now().toFixed(0)}-${(ids += 1)}`,
    err: () => undefined,
    stopped: () => new Promise(() => undefined),
  };
  const request = { scope, session, planned, today: '2026-11-22', environment, onProgress: () => undefined };
  const { outcomes } = await carryOut({ ...request, parallel });
  const failed = outcomes.find((outcome) => outcome.outcome === 'failed');
  if (failed !== undefined) throw new Error(failed.message);
  const requests = world.requests.slice(before);
  return {
    seconds: (performance.now() - start) / 1000,
    requests: requests.length,
    mutations: requests.filter(({ action }) => !/^(Get|List|Describe)/.test(action)).length,
    busiest: busiest(requests),
  };
}

/** Every port's calls, with the time that a call takes. */
function slowed(session) {
  const slow = (port) =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]) => [
        name,
        async (...values) => {
          await setTimeout(CALL);
          return call(...values);
        },
      ]),
    );
  const { iam, stacks, writer } = session;
  return { ...session, iam: slow(iam), stacks: slow(stacks), writer: slow(writer), otherRegions: () => [] };
}

/** The most requests in any second. */
function busiest(requests) {
  const times = requests.map(({ at }) => Date.parse(at));
  return Math.max(
    ...times.map((time) => times.filter((other) => other >= time && other < time + 1000).length),
  );
}

function scopeOf(count) {
  const names = Array.from({ length: count }, (_, index) => `bench-${String(index).padStart(3, '0')}`);
  const settings = {
    file: 'desired/rolekeeper.yaml',
    account: '111122223333',
    region: 'eu-west-1',
    partition: 'aws',
    stackPrefix: 'rolekeeper-',
    tags: {},
    ignoreTags: [],
    maxDeletes: 3,
    delete: [],
    release: [],
    ownAccounts: [],
  };
  return { directory: 'desired', settings, integrations: names.map(integrationOf), warnings: [] };
}

function integrationOf(name) {
  const location = { file: `desired/${name}.yaml`, line: 1, column: 1 };
  const allow = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const properties = {
    Path: '/',
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration: 3600,
    ManagedPolicyArns: [`arn:aws:iam::111122223333:policy/${name}-policy`],
    Policies: [{ PolicyName: 'read', PolicyDocument: allow }],
    Tags: [],
  };
  return {
    name,
    description: name,
    file: location.file,
    resources: [
      { resource: { kind: 'role', name, properties }, location, propertyLocations: {} },
      { resource: policyOf(name, allow), location, propertyLocations: {} },
    ],
    delete: [],
    release: [],
    overwrite: [],
    hold: [],
    ignore: [],
    observe: false,
  };
}

/** The managed policy of an integration. */
function policyOf(integration, PolicyDocument) {
  return { kind: 'managed-policy', name: `${integration}-policy`, properties: { Path: '/', PolicyDocument } };
}
