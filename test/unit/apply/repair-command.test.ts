import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import type { FieldChange, PlanEntry } from '../../../src/model/plan.ts';
import { deletionCommand, repairCommands, sayFiles } from '../../../src/apply/repair-command.ts';
import { KIND_SPECS } from '../../../src/kinds/registry.ts';
import { allow, trustOf } from '../../helpers/resources.ts';

const ARN = 'arn:aws:iam::111122223333:policy/p';

function commands(
  kind: PlanEntry['kind'],
  changes: readonly Partial<FieldChange>[],
  name = 'n',
): readonly string[] {
  const entry = { kind, name, action: 'update', changes: changes.map((one) => ({ cause: 'drift', ...one })) };
  return repairCommands(entry as unknown as PlanEntry, ARN);
}

/** The words that a shell makes of a command. */
function words(command: string): readonly string[] {
  const script = `printf '%s\\0' ${command}`;
  return execFileSync('sh', ['-c', script]).toString('utf8').split('\0').slice(0, -1);
}

describe('the command that repairs what no change set can', () => {
  it.each<readonly [PlanEntry['kind'], Partial<FieldChange>, string]>([
    [
      'role',
      { field: 'ManagedPolicyArns', member: ARN, after: ARN },
      `attach-role-policy --role-name n --policy-arn ${ARN}`,
    ],
    [
      'user',
      { field: 'ManagedPolicyArns', member: ARN },
      `detach-user-policy --user-name n --policy-arn ${ARN}`,
    ],
    [
      'group',
      { field: 'ManagedPolicyArns', member: ARN, after: ARN },
      `attach-group-policy --group-name n --policy-arn ${ARN}`,
    ],
    [
      'role',
      { field: 'PermissionsBoundary', after: ARN },
      `put-role-permissions-boundary --role-name n --permissions-boundary ${ARN}`,
    ],
    ['user', { field: 'PermissionsBoundary', before: ARN }, 'delete-user-permissions-boundary --user-name n'],
    ['user', { field: 'Groups', member: 'g', after: 'g' }, 'add-user-to-group --user-name n --group-name g'],
    ['user', { field: 'Groups', member: 'g' }, 'remove-user-from-group --user-name n --group-name g'],
    ['role', { field: 'Policies', member: 'p' }, 'delete-role-policy --role-name n --policy-name p'],
    [
      'role',
      { field: 'Tags', member: 'k', after: 'v w' },
      `tag-role --role-name n --tags '[{"Key":"k","Value":"v w"}]'`,
    ],
    ['user', { field: 'Tags', member: 'k' }, `untag-user --user-name n --tag-keys '["k"]'`],
    [
      'role',
      { field: 'MaxSessionDuration', after: 7200 },
      'update-role --role-name n --max-session-duration 7200',
    ],
    ['role', { field: 'Description', before: 'x' }, "update-role --role-name n --description ''"],
    ['group', { field: 'Path', after: '/a/' }, 'update-group --group-name n --new-path /a/'],
  ])('%s %j', (kind, change, expected) => {
    expect(commands(kind, [change])).toEqual([`aws iam ${expected}`]);
  });

  it('takes the role of an instance profile out before it puts another in', () => {
    expect(
      commands('instance-profile', [
        { field: 'Roles', member: 'a', after: 'a' },
        { field: 'Roles', member: 'b', before: 'b' },
      ]),
    ).toEqual([
      'aws iam remove-role-from-instance-profile --instance-profile-name n --role-name b',
      'aws iam add-role-to-instance-profile --instance-profile-name n --role-name a',
    ]);
  });

  it('writes documents as JSON that the shell gives on unchanged', () => {
    const document = allow("it's:$(id)`id`", '*');
    for (const [kind, field] of [
      ['role', 'AssumeRolePolicyDocument'],
      ['managed-policy', 'PolicyDocument'],
    ] as const) {
      const [command = ''] = commands(kind, [{ field, after: document }]);
      expect(words(command)).toContain(JSON.stringify(document));
    }
  });

  it.each(['sts:ExternalId', 'STS:externalid'])(
    'names a file in place of a trust policy with %s, which reports mask',
    (key) => {
      const after = trustOf('AWS', '406095609952', { StringEquals: { [key]: 'ext-9f8a7b6c5d4e3f2a' } });
      const [command = ''] = commands('role', [{ field: 'AssumeRolePolicyDocument', after }], 'r+1');
      expect(command).toBe(
        'aws iam update-assume-role-policy --role-name r+1 --policy-document file://trust-of-r+1.json',
      );
      expect(sayFiles([command])).toContain('write trust-of-r+1.json first');
      expect(sayFiles(['aws iam delete-role --role-name r'])).toBe('');
    },
  );

  it.each([
    "a';id;'b",
    '$(id)',
    '--profile',
    'a b',
    '*',
    '~',
    "'",
    'line\nbreak',
    'file:///etc/passwd',
    '-x',
    '',
  ])('says %j as one word, and as no file or option', (hostile) => {
    const [command = ''] = commands('role', [{ field: 'Description', after: hostile }]);
    const last = words(command).at(-1) ?? '';
    const value: unknown = last.startsWith('{')
      ? (JSON.parse(last) as { Description: string }).Description
      : last;
    expect([hostile, `--description=${hostile}`]).toContain(value);
    expect(last.startsWith('file:')).toBe(false);
  });

  it('leaves out what is held', () => {
    expect(
      commands('role', [{ field: 'Policies', member: 'p', held: { reason: 'known', until: undefined } }]),
    ).toEqual([]);
  });

  it('exists for every field that can be changed in place', () => {
    const lacking = KIND_SPECS.flatMap((spec) =>
      spec.fields
        // Where IAM has no call for one member, a command would need the whole set: a change set writes it.
        .filter((field) => field.createOnly !== true && field.writtenWhole !== true)
        .filter(
          ({ property }) => commands(spec.kind, [{ field: property, member: 'm', after: 'x' }]).length === 0,
        )
        .map(({ property }) => `${spec.kind} ${property}`),
    );
    expect(lacking).toEqual([]);
  });

  it('deletes what is still there', () => {
    expect(deletionCommand({ kind: 'role', name: 'n' })).toBe('aws iam delete-role --role-name n');
    const provider = 'arn:aws:iam::111122223333:oidc-provider/id.example.com/Acme';
    expect(deletionCommand({ kind: 'oidc-provider', name: 'id.example.com/Acme', arn: provider })).toBe(
      `aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${provider}`,
    );
    expect(deletionCommand({ kind: 'managed-policy', name: 'p', arn: ARN })).toBe(
      `aws iam delete-policy --policy-arn ${ARN}`,
    );
  });
});
