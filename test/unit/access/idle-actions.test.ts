import { beforeAll, describe, expect, test } from '@jest/globals';
import { identityDelta, type PrincipalPolicies } from '../../../src/access/identity-delta.ts';
import { judgeAccess } from '../../../src/access/judge-expectation.ts';
import { privilegesIn } from '../../../src/assess/privileges.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { reachOf } from '../../../src/inventory/reach.ts';
import type { ActionCatalogue } from '../../../src/model/action-catalogue.ts';
import type { Json } from '../../../src/model/json.ts';

import { describeAccess } from '../../../src/report/describe-access.ts';
import { rollUpAccess } from '../../../src/report/roll-up.ts';
import { AS_IT_IS } from '../../../src/report/say-statement.ts';

let catalogue: ActionCatalogue;

beforeAll(async () => {
  catalogue = await readCatalogue();
});

const CONTEXT = { partition: 'aws', account: '111122223333' } as const;
const options = () => ({ context: CONTEXT, catalogue });

type Line = readonly [action: string, on: string | readonly string[], more?: Readonly<Record<string, Json>>];

const document = (...lines: readonly Line[]): Json => ({
  Version: '2012-10-17',
  Statement: lines.map(([action, on, more = {}]) => {
    const [effect, name] = action.startsWith('!') ? ['Deny', action.slice(1)] : ['Allow', action];
    const key = name.startsWith('-') ? 'NotAction' : 'Action';
    return { Effect: effect, [key]: name.replace(/^-/, ''), Resource: on, ...more };
  }),
});

const principal = (lines: readonly Line[], boundary?: readonly Line[]): PrincipalPolicies => ({
  // Each in a policy of its own: all of them together decide.
  policies: lines.map((line, index) => ({ name: `p${index}`, document: document(line) })),
  ...(boundary === undefined ? {} : { boundary: { name: 'b', document: document(...boundary) } }),
});

const BUCKET = 'arn:aws:s3:::acme-*';
const INSTANCES = 'arn:aws:ec2:*:*:instance/*';
const DOCUMENTS = 'arn:aws:ssm:*:*:document/*';
const OF_AWS = 'arn:aws:ssm:*::document/AWS-RunShellScript';
const SEND = 'ssm:SendCommand';

/** What a principal has, its boundary, and whether a command can be sent. */
const SENDING: readonly (readonly [
  lines: readonly Line[],
  boundary: readonly Line[] | undefined,
  can: boolean,
])[] = [
  [[['-iam:*', BUCKET]], undefined, false],
  [[[SEND, INSTANCES]], undefined, false],
  [[[SEND, [INSTANCES, BUCKET]]], undefined, false],
  [
    [
      ['ssm:*', INSTANCES],
      ['ssm:Get*', DOCUMENTS],
    ],
    undefined,
    false,
  ],
  [
    [
      [SEND, '*'],
      [`!${SEND}`, DOCUMENTS],
    ],
    undefined,
    false,
  ],
  [[[SEND, '*']], [[SEND, INSTANCES]], false],
  [
    [[SEND, '*']],
    [
      ['*', INSTANCES],
      ['ssm:Get*', '*'],
    ],
    false,
  ],
  [[[SEND, '*']], undefined, true],
  [[[SEND, DOCUMENTS]], undefined, true],
  [
    [
      [SEND, INSTANCES],
      ['ssm:*', OF_AWS],
    ],
    undefined,
    true,
  ],
  [
    [
      ['-iam:*', BUCKET],
      ['SSM:send*', 'arn:aws:ssm:eu-west-1:111122223333:document/x'],
    ],
    undefined,
    true,
  ],
  [
    [
      [SEND, '*'],
      [`!${SEND}`, 'arn:aws:ssm:*:*:document/AWS-*'],
    ],
    undefined,
    true,
  ],
  [
    [
      [SEND, '*'],
      [`!${SEND}`, DOCUMENTS, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }],
    ],
    undefined,
    true,
  ],
  [[[SEND, '*']], [['*', '*']], true],
];

describe('an action that is asked of several resources, of which one that every call names is allowed nowhere', () => {
  test.each(SENDING)('%j within %j: a command can be sent: %s', (lines, boundary, can) => {
    const holder = principal(lines, boundary);
    const delta = identityDelta(undefined, holder, options());
    const told = privilegesIn(delta, CONTEXT).flatMap(({ actions }) => actions);
    expect([delta.idle?.includes(SEND) === true, told.includes(SEND)]).toEqual([!can, can]);
    const reached = reachOf(holder, options()).parts.flatMap(({ actions }) => actions);
    expect(reached.includes(SEND) && !can).toBe(false);
  });

  test.each([
    ['ssm:CreateAssociation', INSTANCES, true],
    ['ssm:CreateAssociation', 'arn:aws:ssm:*:*:association/*', false],
    ['ec2:ModifyInstanceAttribute', 'arn:aws:ec2:*:*:volume/*', true],
    ['ec2:RunInstances', 'arn:aws:ec2:*:*:volume/*', true],
    ['ec2:RunInstances', 'arn:aws:ec2:*::image/*', false],
    ['redshift:GetClusterCredentials', 'arn:aws:redshift:*:*:dbname:*/*', true],
    ['redshift:AuthorizeSnapshotAccess', 'arn:aws:redshift:*:*:cluster:*', true],
    ['sagemaker:CreateTrainingJob', 'arn:aws:sagemaker:*:*:training-plan/*', true],
    ['batch:RegisterJobDefinition', 'arn:aws:batch:*:*:consumable-resource/*', true],
    ['apprunner:CreateService', 'arn:aws:apprunner:*:*:vpcconnector/*', true],
    ['apprunner:CreateService', 'arn:aws:apprunner:*:*:service/*', false],
    // AWS marks a table, an execution and a bucket, and asks of these alone.
    ['dynamodb:Query', 'arn:aws:dynamodb:*:*:table/*/index/*', false],
    ['ssm:StartAutomationExecution', 'arn:aws:ssm:*:*:automation-definition/*', false],
    ['s3express:CreateSession', 'arn:aws:s3express:*:*:accesspoint/*', false],
    ['ssm:StartSession', INSTANCES, false],
  ])('%s on %s alone is for nothing: %s', (action, on, idle) => {
    const delta = identityDelta(undefined, principal([[action, on]]), options());
    expect([delta.gains.length, delta.idle ?? []]).toEqual([1, idle ? [action] : []]);
  });

  test('may be of use where a policy is not known', () => {
    const { policies } = principal([[SEND, INSTANCES]]);
    const holder = { policies: [...policies, { name: 'arn:aws:iam::111122223333:policy/unread' }] };
    expect(identityDelta(undefined, holder, options()).idle).toBeUndefined();
  });

  test('is told once, with what it is of no use for, and not among what is gained', () => {
    const holder = principal([
      [SEND, INSTANCES],
      ['ssm:PutParameter', '*'],
      ['ec2:RunInstances', 'arn:aws:ec2:*:*:volume/*'],
    ]);
    const delta = identityDelta(undefined, holder, options());
    const [exact, brief] = [describeAccess, rollUpAccess].map((say) => say(delta, 'role/x', AS_IT_IS));
    const why = 'AWS also asks for another resource, on which nothing allows';
    expect(brief?.map(({ text }) => text)).toEqual([
      'role/x gains Write on every ssm resource: PutParameter',
      `role/x is newly allowed ec2:RunInstances, ssm:SendCommand, and has no use of them: ${why} them`,
    ]);
    expect(exact?.map(({ text }) => text)).toEqual([
      'role/x gains Write on every ssm resource: PutParameter',
      `role/x gains Write on ec2 arn:aws:ec2:*:*:volume/*: RunInstances, and has no use of it: ${why} it`,
      `role/x gains Write on ssm ${INSTANCES}: SendCommand, and has no use of it: ${why} it`,
    ]);
  });

  test('is told when the missing resource comes', () => {
    const before = principal([[SEND, INSTANCES]]);
    const after = principal([
      [SEND, INSTANCES],
      [SEND, OF_AWS],
    ]);
    const delta = identityDelta(before, after, options());
    expect(privilegesIn(delta, CONTEXT)).toEqual([{ kind: 'rights', certain: true, actions: [SEND] }]);
  });
});

describe('the expectation to be allowed such an action', () => {
  test.each(SENDING.filter(([lines]) => lines.some(([action]) => action === SEND)))(
    '%j within %j holds: %s',
    (lines, boundary, can) => {
      const on = lines
        .flatMap(([action, places]) => (action === SEND ? places : []))
        .map((place) => (place === '*' ? INSTANCES : place));
      const location = { file: 'x.yaml', line: 1, column: 1 };
      const expectation = {
        expects: 'access',
        principal: 'role/x',
        verdict: 'allow',
        action: 'ssm:sendcommand',
        on,
        location,
      } as const;
      const judged = judgeAccess(expectation, principal(lines, boundary), options());
      expect(judged).toMatchObject(
        can
          ? { holds: 'yes' }
          : {
              holds: 'no',
              alsoAsked: ['arn:${Partition}:ssm:${Region}:${Account}:document/${DocumentName}'],
            },
      );
    },
  );
});
