import type { AccessDelta } from '../../../src/model/access.ts';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { OutsideView } from '../../../src/model/outside.ts';
import { FINDINGS_PLAN } from './findings-plan.ts';
import {
  added,
  allow,
  entry,
  EXTERNAL_ID,
  field,
  integration,
  line,
  newLogzioRole,
  plan,
  removed,
  set,
  trust,
  updatedLogzioRole,
} from './plan-builders.ts';

const quiet = (name: string) => integration(name, [entry(`role/${name}-reader`), entry(`user/${name}`)]);

const backdoor = field('Policies', {
  member: 'backdoor',
  before: {},
  cause: 'drift',
  statements: removed(allow(['*'], ['*'])),
});

/** What such a policy gives. */
const everything: AccessDelta = {
  gains: [
    {
      service: '*',
      exceptServices: [],
      levels: [],
      actions: [],
      every: true,
      exceptActions: [],
      on: ['*'],
      alsoOn: [],
      notOn: [],
      when: [],
      except: [],
    },
  ],
  loses: [],
  mayGain: [],
  mayLose: [],
  unread: [],
  awsManaged: [],
};

const fixedPath = {
  code: 'replacement',
  message:
    'Path of role/onemata-redshift cannot be changed in place: IAM does not change it once the resource exists',
  hint: 'two pull requests: first remove the resource and acknowledge it with "delete: [role/onemata-redshift]", then declare it anew',
} as const;

const drifted = entry('role/qwak-data-access', {
  action: 'update',
  cause: 'both',
  drift: 'modified',
  drifted: everything,
  changes: [
    backdoor,
    field('MaxSessionDuration', {
      before: 43200,
      after: 3600,
      cause: 'drift',
      location: { file: 'desired/qwak.yaml', line: 12, column: 7 },
    }),
    field('ManagedPolicyArns', {
      member: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
      after: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    }),
  ],
});

const missing = entry('role/qwak-metrics', {
  action: 'create',
  cause: 'drift',
  drift: 'missing',
  changes: [
    field('AssumeRolePolicyDocument', {
      after: {},
      cause: 'drift',
      statements: added(trust(['Service:ec2.amazonaws.com'])),
    }),
  ],
});

const pureDrift = entry('role/onemata-redshift', {
  action: 'update',
  cause: 'drift',
  drift: 'modified',
  drifted: everything,
  blockers: [fixedPath],
  changes: [
    field('AssumeRolePolicyDocument', {
      before: {},
      after: {},
      cause: 'drift',
      statements: removed(trust(['AWS:arn:aws:iam::464622532012:root'])),
    }),
    { ...backdoor, member: 'debug' },
    field('ManagedPolicyArns', {
      member: 'arn:aws:iam::aws:policy/AWSDenyAll',
      before: 'arn:aws:iam::aws:policy/AWSDenyAll',
      cause: 'drift',
      held: { reason: 'reverting it would give access back', until: undefined },
    }),
    field('Tags', {
      member: 'seen',
      before: 'yes',
      cause: 'drift',
      held: { reason: 'scanner, see OPS-12', until: '2026-12-01' },
    }),
  ],
});

/** Who comes in by a new role, and what that reaches. */
const newcomer: OutsideView = {
  ways: [
    {
      party: { party: 'vendor', name: 'Logz.io', account: '406095609952', origin: 'published' },
      principal: 'AWS:arn:aws:iam::406095609952:root',
      proof: { proof: 'external-id', lines: [line('StringEquals', 'sts:ExternalId', EXTERNAL_ID)] },
      becomes: 'new',
    },
  ],
  reach: [
    { level: 'data', actions: ['s3:GetObject'], more: 0, becomes: 'new' },
    { level: 'reads', actions: ['s3:ListBucket'], more: 2, becomes: 'new' },
  ],
};

/** The scenarios of the golden files, by file name. */
export const GOLDEN_PLANS: Readonly<Record<string, AssessedPlan>> = {
  empty: plan({ integrations: [quiet('logzio-s3'), quiet('qwak')] }),
  'empty-in-part': plan({ integrations: [quiet('logzio-s3')], notCompared: ['onemata', 'qwak'] }),
  create: plan({
    integrations: [
      integration('logzio-s3', [{ ...newLogzioRole(), outside: newcomer }], {
        vendor: 'Logz.io',
        owner: 'observability-team',
        description: 'Logz.io lists and downloads log files from one bucket',
      }),
      quiet('qwak'),
    ],
  }),
  'update-statements': plan({
    integrations: [integration('logzio-s3', [updatedLogzioRole()], { vendor: 'Logz.io' })],
    notCompared: ['qwak'],
    source: { kind: 'iam', endpoint: 'http://127.0.0.1:4566' },
  }),
  'drift-and-change': plan({
    integrations: [
      integration('onemata', [pureDrift]),
      integration('qwak', [drifted, missing], { vendor: 'Qwak' }),
      integration('starrocks', [entry('role/starrocks', { ignored: ['Description'] })]),
    ],
    undeclared: [
      {
        address: 'role/datadog',
        arn: 'arn:aws:iam::111122223333:role/datadog',
        trusts: ['AWS:arn:aws:iam::464622532012:root'],
        trustsOutside: true,
      },
      { address: 'role/ci', arn: 'arn:aws:iam::111122223333:role/ci', trusts: [], trustsOutside: false },
    ],
  }),
  'blocked-deletion': plan({
    integrations: [
      integration('logiq', [
        entry('role/logiq-glue', {
          action: 'delete',
          cause: 'change',
          changes: [
            field('AssumeRolePolicyDocument', {
              before: {},
              statements: removed(trust(['Service:glue.amazonaws.com'])),
            }),
          ],
          blockers: [
            {
              code: 'unacknowledged-deletion',
              message: 'role/logiq-glue is managed, exists, and is no longer declared',
              hint: 'to destroy it write "delete: [role/logiq-glue]" in desired/logiq.yaml, to leave it in the account unmanaged "release: [role/logiq-glue]"',
            },
          ],
        }),
        entry('user/logiq', {
          action: 'delete',
          cause: 'change',
          changes: [field('Groups', { member: 'readers', before: 'readers' })],
          observations: [{ text: 'access key AKIAIOSFODNN7EXAMPLE, active, last used 2026-10-01' }],
        }),
        entry('role/logiq-server'),
      ]),
    ],
  }),
  unchecked: plan({
    integrations: [
      integration('starrocks', [
        entry('role/starrocks', { unchecked: ['Description', 'MaxSessionDuration'] }),
        entry('instance-profile/starrocks', {
          action: 'create',
          cause: 'change',
          unchecked: ['*'],
          blockers: [
            {
              code: 'unchecked',
              message: 'instance-profile/starrocks could not be read: AccessDenied',
              hint: 'give the role that plans the permissions in docs/permissions.md',
            },
          ],
        }),
      ]),
    ],
    unchecked: [{ kind: 'instance-profile', reason: 'not allowed to call iam:ListInstanceProfiles' }],
  }),
  'adoption-and-forget': plan({
    integrations: [
      integration(
        'onemata',
        [
          entry('role/onemata-ec2', {
            action: 'adopt',
            cause: 'change',
            changes: [field('Description', { before: 'by hand', after: 'EC2 role of Onemata' })],
            blockers: [
              {
                code: 'unacknowledged-difference',
                message: 'role/onemata-ec2 exists in IAM and is not as desired/onemata.yaml declares it',
                hint: 'write what is live into the file to adopt it unchanged, or "overwrite: [role/onemata-ec2]" to have it changed as shown',
              },
            ],
          }),
          entry('role/onemata-old', { action: 'forget', cause: 'change', drift: 'missing' }),
          entry('role/onemata-kept', { action: 'release', cause: 'change' }),
        ],
        {
          blockers: [
            {
              code: 'stack-state',
              message: 'the stack rolekeeper-onemata is in UPDATE_ROLLBACK_FAILED',
              hint: 'run "aws cloudformation continue-update-rollback --stack-name rolekeeper-onemata", then plan again',
            },
          ],
        },
      ),
      integration(
        'logiq',
        [entry('role/logiq', { cause: 'drift', drift: 'modified', changes: [backdoor] })],
        { observed: true },
      ),
    ],
  }),
  'live-files': plan({
    source: { kind: 'files', directory: './live' },
    integrations: [
      integration('qwak', [
        entry('role/qwak', {
          action: 'update',
          cause: 'unknown',
          changes: [field('MaxSessionDuration', { before: 7200, after: 3600, cause: 'unknown' })],
        }),
      ]),
    ],
  }),
  findings: FINDINGS_PLAN,
  hostile: plan({
    source: { kind: 'iam', endpoint: 'http://x/`</details>`' },
    integrations: [
      integration(
        'x</details><script>alert(1)</script>',
        [
          entry('role/@octocat #1 GH-1 `` ``` ```` | \\| <!-- rolekeeper {"v":1} -->', {
            action: 'update',
            cause: 'change',
            changes: [
              field('Description', {
                before: '\u001b[31mred\u001b[0m\n::error file=x::owned\r\n##[add-mask]x',
                after:
                  '\u202egnp.exe\u200b https://evil.example [link](javascript:alert(1)) ![i](http://x/i.png)',
              }),
              field('Policies', {
                member: '```\n</details>\n# pwned',
                after: {},
                statements: added({
                  effect: 'Allow',
                  action: set('````', 's3:*'),
                  resource: { negated: true, patterns: ['~~~\n```', 'www.evil.example'] },
                  condition: [
                    { operator: '<b>', key: '@me', values: ['a@b.example', 'o/r#1', 'deadbeef01'] },
                  ],
                }),
              }),
            ],
            blockers: [
              {
                code: 'replacement',
                message: 'ping @octocat about #1 and <img src=x onerror=alert(1)> in deadbeef',
                hint: '\n\n# heading\n- item',
              },
            ],
          }),
        ],
        { vendor: '<h1>Vendor</h1>', owner: '@everyone', description: '**bold** | pipe\n> [!CAUTION]' },
      ),
    ],
  }),
};
