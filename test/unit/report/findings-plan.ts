import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { added, allow, entry, field, integration, plan } from './plan-builders.ts';

const at = (line: number) => ({ file: 'desired/metrics.yaml', line, column: 11 });

/** A change that the review rules forbid, with a name that is hostile, beside one that nothing is said of. */
export const FINDINGS_PLAN: AssessedPlan = plan({
  integrations: [
    integration(
      'metrics',
      [
        entry('role/metrics-collector', {
          action: 'update',
          cause: 'change',
          changes: [field('Policies', { member: 'all', after: {}, statements: added(allow(['*'], ['*'])) })],
        }),
      ],
      {
        vendor: 'Metrics Inc',
        blockers: [
          {
            code: 'findings',
            message: 'the review rules forbid it: full-admin of role/metrics-collector',
            hint:
              'correct it, as each finding says, or accept it in desired/metrics.yaml: ' +
              '"exceptions: [{ rule: full-admin, address: role/metrics-collector, reason: … }]"',
          },
        ],
        findings: [
          {
            rule: 'full-admin',
            level: 'error',
            address: 'role/metrics-collector',
            integration: 'metrics',
            message:
              'role/metrics-collector can do everything that nothing denies, on every resource (statement 1 of the inline policy all)',
            hint: 'name the actions and the resources that the vendor needs',
            location: at(24),
          },
          {
            rule: 'wildcard-write',
            level: 'warning',
            address: 'role/metrics-collector',
            integration: 'metrics',
            message:
              'role/metrics-collector can write to every resource with s3:PutObject (statement 1 of the inline policy <b>@octocat #1</b>)',
            hint: 'name the resources that the vendor needs to change',
            location: at(31),
          },
        ],
      },
    ),
    integration('reader', [entry('role/reader')], {
      findings: [
        {
          rule: 'user-credentials',
          level: 'warning',
          address: 'user/reader',
          integration: 'reader',
          message: 'user/reader is an IAM user: the access keys that it has or gets do not expire',
          hint: 'let the vendor assume a role with an external id, where it can; else rotate the keys',
          location: { file: 'desired/reader.yaml', line: 5, column: 15 },
        },
      ],
    }),
  ],
});
