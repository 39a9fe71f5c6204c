// Policies built to make a matcher try everything.
import { medianTime } from '../median-time.mjs';

export const modules = ['src/policy/canonical.ts', 'src/policy/evaluate.ts'];

const AWS = { partition: 'aws' };
const LENGTH = 6_000; // of the whole policy

export function run({ canonicalPolicyKey, evaluate }) {
  const pattern = `arn:aws:s3:::${'a*'.repeat(LENGTH / 4)}`;
  const document = policy([pattern, `${pattern}b`]);
  const many = policy(Array.from({ length: 300 }, (_, index) => `arn:aws:s3:::a*${index}*a`));
  const request = { action: 's3:GetObject', resource: `arn:aws:s3:::${'a'.repeat(1_000)}c` };
  const subject = { kind: 'identity', policies: [{ name: 'p', document }] };
  return [
    {
      what: 'bring 6 KB of a*a*a*… into canonical form',
      value: medianTime(() => canonicalPolicyKey(document, 'identity', AWS)),
      unit: 'ms',
      yardsticks: 1.5,
    },
    {
      what: '300 patterns that cover each other almost',
      value: medianTime(() => canonicalPolicyKey(many, 'identity', AWS)),
      unit: 'ms',
      yardsticks: 1.5,
    },
    {
      what: 'decide a request of 1,000 a against it',
      value: medianTime(() => evaluate(subject, request, AWS)),
      unit: 'ms',
      yardsticks: 1.5,
    },
  ];
}

function policy(Resource) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource }] };
}
