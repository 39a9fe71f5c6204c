// The access delta of many roles, each with policies that change in part; of one with `*` on `*`; and of hostile ones.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { medianTime } from '../median-time.mjs';

export const modules = ['src/access/identity-delta.ts', 'src/access/trust-delta.ts'];

const file = new URL('../../dist/action-catalogue.json.gz', import.meta.url);
const options = {
  context: { partition: 'aws' },
  catalogue: JSON.parse(gunzipSync(readFileSync(file)).toString()),
};

export function run({ identityDelta, trustDelta }) {
  const changed = (count) => {
    const start = performance.now();
    for (let number = 0; number < count; number += 1) {
      identityDelta(roleOf(number), roleOf(number, true), options);
      trustDelta(trustOf(number), trustOf(number, true), options);
    }
    return (performance.now() - start) / 1000;
  };
  changed(50);
  const star = { policies: [policy([allow('*', '*')])] };
  const reader = { policies: [policy([allow(['s3:Get*', 'ec2:Describe*'], '*')])] };
  const globs = (tail) =>
    Array.from({ length: 100 }, (_, index) => `arn:aws:s3:::${'a*'.repeat(15)}${index}${tail}`);
  const hostile = { policies: [policy([allow('s3:*', globs('*a'))])] };
  const other = { policies: [policy([allow('s3:*', globs('a*'))])] };
  return [
    {
      what: '1,000 changed roles: 5 policies × 4 statements, and trust',
      value: changed(1000),
      unit: 's',
      yardsticks: 55,
    },
    {
      what: '`*` on `*` out of nothing',
      value: medianTime(() => identityDelta(undefined, star, options)),
      unit: 'ms',
      yardsticks: 3,
    },
    {
      what: '`*` on `*` for a reader',
      value: medianTime(() => identityDelta(reader, star, options)),
      unit: 'ms',
      yardsticks: 3,
    },
    {
      what: '100 patterns of a*a*a*… for 100 others',
      value: medianTime(() => identityDelta(hostile, other, options)),
      unit: 'ms',
    },
  ];
}

function allow(Action, Resource, Condition) {
  return { Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

function policy(Statement, name = 'p') {
  return { name, document: { Version: '2012-10-17', Statement } };
}

function roleOf(number, after = false) {
  const policies = Array.from({ length: 5 }, (_, index) => {
    const bucket = `arn:aws:s3:::bucket-${number}-${index}`;
    const more = after && index === 0;
    return policy(
      [
        allow(
          ['s3:GetObject', 's3:ListBucket', ...(more ? ['s3:PutObject', 's3:Delete*'] : [])],
          [bucket, `${bucket}/*`],
        ),
        allow(
          ['glue:Get*', 'glue:BatchGet*'],
          more ? '*' : `arn:aws:glue:eu-west-1:111122223333:table/db${index}/*`,
        ),
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `arn:aws:logs:*:*:log-group:/x/${index}:*`, {
          StringEquals: { 'aws:PrincipalTag/team': `t${index}` },
        }),
        { Effect: 'Deny', Action: 's3:*', Resource: `${bucket}/secret/${more ? 'more/' : ''}*` },
      ],
      `p${index}`,
    );
  });
  return { policies };
}

function trustOf(number, after = false) {
  const id = { StringEquals: { 'sts:ExternalId': `id-${number}${after ? '-new' : ''}` } };
  const Principal = { AWS: 'arn:aws:iam::406095609952:root' };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: id }],
  };
}
