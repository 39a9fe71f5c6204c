// Compares the policies of many roles, live against desired, one role at a time: nine in ten policies are the same
// JSON, half of the others mean the same in other words, the rest differ.
export const modules = ['src/policy/policies-equal.ts'];

const POLICIES = 5;
const STATEMENTS = 6;
const AWS = { partition: 'aws' };

export function run({ policiesEqual }) {
  compareAll(policiesEqual, 1_000);
  const [small, large] = [compareAll(policiesEqual, 10_000), compareAll(policiesEqual, 20_000)];
  return [
    {
      what: '10,000 roles × 5 policies × 6 statements, 10 % not the same text',
      value: small.seconds,
      unit: 's',
      yardsticks: 80,
    },
    {
      what: '20,000 roles, as a multiple of 10,000',
      value: large.seconds / small.seconds,
      unit: '×',
      limit: 2.2,
    },
    {
      what: 'the same, as a multiple of JSON.stringify on both sides',
      value: small.seconds / small.baseline,
      unit: '×',
    },
    { what: 'most memory in use (resident)', value: large.megabytes, unit: 'MB', limit: 400 },
    { what: 'unequal policies found, of 20,000 × 5', value: large.unequal, unit: '' },
  ];
}

function compareAll(policiesEqual, roles) {
  let [seconds, baseline, megabytes, unequal, stringified] = [0, 0, 0, 0, 0];
  for (let role = 0; role < roles; role += 1) {
    const pairs = Array.from({ length: POLICIES }, (_, index) => pair(role * POLICIES + index));
    const start = performance.now();
    for (const [live, desired] of pairs) if (!policiesEqual(live, desired, 'identity', AWS)) unequal += 1;
    seconds += (performance.now() - start) / 1000;
    const again = performance.now();
    for (const [live, desired] of pairs)
      stringified += JSON.stringify(live).length + JSON.stringify(desired).length;
    baseline += (performance.now() - again) / 1000;
    if (role % 1000 === 0) megabytes = Math.max(megabytes, process.memoryUsage.rss() / 2 ** 20);
  }
  return { seconds, baseline, megabytes, unequal, stringified };
}

function pair(number) {
  const live = policy(number);
  if (number % 20 === 0) return [live, respelled(live)];
  return [live, policy(number % 20 === 10 ? number + 1 : number)];
}

function policy(number) {
  const statements = Array.from({ length: STATEMENTS }, (_, index) => statement(number, index));
  return { Version: '2012-10-17', Statement: statements };
}

function statement(number, index) {
  const bucket = `arn:aws:s3:::bucket-${number}-${index}`;
  return {
    Sid: `S${index}`,
    Effect: index === 5 ? 'Deny' : 'Allow',
    Action: ['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation', `s3:Put${'ABC'[index % 3]}*`],
    Resource: [bucket, `${bucket}/*`, `${bucket}/logs/${number % 7}/*`],
    ...(index % 2 === 0
      ? { Condition: { StringEquals: { 'aws:PrincipalTag/team': `t${number % 5}` } } }
      : {}),
  };
}

function respelled({ Version, Statement }) {
  const statements = Statement.toReversed().map(({ Action, ...rest }) => ({
    ...rest,
    Sid: '',
    Action: Action.map((action) => action.toLowerCase()).reverse(),
  }));
  return { Statement: statements, Version };
}
