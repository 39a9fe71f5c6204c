import { describe, expect, it } from '@jest/globals';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import type { FieldChange } from '../../../src/model/plan.ts';
import type { PolicyStatement, StatementChange } from '../../../src/model/statement.ts';
import { verdictOf } from '../../../src/report/markdown-verdict.ts';
import { added, allow, entry, field, line, LOGZIO, removed, trust } from './plan-builders.ts';

const QWAK = 'AWS:arn:aws:iam::464622532012:root';
const id = (...values: readonly string[]) => [line('StringEquals', 'sts:ExternalId', ...values)];
const changed = (before: PolicyStatement, after: PolicyStatement): StatementChange => ({
  change: 'changed',
  before,
  after,
  elements: [],
});
const trusts = (...statements: readonly StatementChange[]): FieldChange =>
  field('AssumeRolePolicyDocument', { before: {}, after: {}, statements });
const allows = (...statements: readonly StatementChange[]): FieldChange =>
  field('Policies', { member: 'p', before: {}, after: {}, statements });
const update = (...changes: readonly FieldChange[]): AssessedEntry =>
  entry('role/x', { action: 'update', cause: 'change', changes });
const deny = (statement: PolicyStatement): PolicyStatement => ({ ...statement, effect: 'Deny' });

const NO_MOVES = {
  gains: [],
  loses: [],
  mayGain: [],
  mayLose: [],
  unread: [],
  awsManaged: [],
} as const;

const cases: readonly [string, AssessedEntry, readonly string[]][] = [
  [
    'who may newly come in, with what proof',
    update(trusts(...added(trust([LOGZIO], id('a'))))),
    ['**AWS account `406095609952`** can newly assume `role/x`, if `sts:ExternalId` is `a`'],
  ],
  [
    'that no proof is asked for',
    update(trusts(...added(trust([LOGZIO])))),
    [
      '**AWS account `406095609952`** can newly assume `role/x`, **with no further proof** (no external id, no condition)',
    ],
  ],
  [
    'that a service assumes it for a resource of the account',
    update(trusts(...removed(trust(['Service:ec2.amazonaws.com'])))),
    [
      '**the service `ec2.amazonaws.com`** can no longer assume `role/x` in this way (when a principal of this account passes it the role)',
    ],
  ],
  [
    'who comes and goes in a changed statement',
    update(trusts(changed(trust([LOGZIO]), trust([QWAK])))),
    [
      '**AWS account `464622532012`** can newly assume `role/x`, **with no further proof** (no external id, no condition)',
      '**AWS account `406095609952`** can no longer assume `role/x` in this way',
    ],
  ],
  [
    'how the proof changes',
    update(trusts(changed(trust([LOGZIO], id('a')), trust([LOGZIO], id('b'))))),
    [
      'the proof that **AWS account `406095609952`** must give to assume `role/x` changes: if `sts:ExternalId` is `b`; before, if `sts:ExternalId` is `a`',
    ],
  ],
  [
    'no change of the proof of who is new',
    update(trusts(changed(trust(['Service:ec2.amazonaws.com']), trust([LOGZIO], id('a'))))),
    [
      '**AWS account `406095609952`** can newly assume `role/x`, if `sts:ExternalId` is `a`',
      '**the service `ec2.amazonaws.com`** can no longer assume `role/x` in this way',
    ],
  ],
  [
    'a change of the proof of those who stay alone',
    update(trusts(changed(trust([LOGZIO], id('a')), trust([LOGZIO, QWAK], id('b'))))),
    [
      '**AWS account `464622532012`** can newly assume `role/x`, if `sts:ExternalId` is `b`',
      'the proof that **AWS account `406095609952`** must give to assume `role/x` changes: if `sts:ExternalId` is `b`; before, if `sts:ExternalId` is `a`',
    ],
  ],
  [
    'a deletion that is blocked as what it would be',
    entry('role/x', {
      action: 'delete',
      blockers: [{ code: 'policy-in-use', message: 'm', hint: 'h' }],
    }),
    ['`role/x` would be **deleted**: what uses it would lose access'],
  ],
  [
    'what the file has taken over from the account',
    entry('role/x', { action: 'update', accepted: [{ field: 'Policies', member: 'p' }] }),
    [
      '`role/x` already is as declared; only its stack is brought up to date: the file now has the edit made in the account (inline policy `p`)',
    ],
  ],
  [
    'that a proof changes beyond what is shown',
    update(
      trusts(
        changed(trust([LOGZIO], id('1', '2', '3', '4', 'a')), trust([LOGZIO], id('1', '2', '3', '4', 'b'))),
      ),
    ),
    [expect.stringContaining('in a value beyond these: see the details') as unknown as string],
  ],
  [
    'a refusal as a whole',
    update(trusts(...added(deny(trust([LOGZIO]))), changed(deny(trust([LOGZIO])), deny(trust([QWAK]))))),
    [
      'trust of `role/x` gains: Deny `sts:assumerole` to AWS account `406095609952`',
      'trust of `role/x` changes to: Deny `sts:assumerole` to AWS account `464622532012`',
    ],
  ],
  [
    'what may newly be called',
    update(allows(changed(allow(['a:1'], ['*']), allow(['a:1', 'a:2'], ['*'])))),
    ['`role/x` can newly call `a:2` on every resource (`*`)'],
  ],
  [
    'on what it may no longer be called',
    update(allows(changed(allow(['a:1'], ['r1', 'r2']), allow(['a:1'], ['r1'])))),
    ['`role/x` can no longer call `a:1` on `r2`'],
  ],
  [
    'both sides when more than one element changes',
    update(allows(changed(allow(['a:1'], ['r1']), allow(['a:2'], ['r2'])))),
    ['a permission of `role/x` changes to: `a:2` on `r2`; before, `a:1` on `r1`'],
  ],
  [
    'a condition that changes',
    update(allows(changed(allow(['a:1'], ['r1'], id('z')), allow(['a:1'], ['r1'])))),
    [
      'a permission of `role/x` changes to: `a:1` on `r1`; before, `a:1` on `r1` when `sts:ExternalId` is `z`',
    ],
  ],
  [
    'a bound that comes, goes and changes',
    update(
      allows(
        ...added(deny(allow(['a:1'], ['*']))),
        ...removed(deny(allow(['a:2'], ['*']))),
        changed(deny(allow(['a:3'], ['*'])), deny(allow(['a:4'], ['*']))),
      ),
    ),
    [
      '`role/x` is bound by: Deny `a:1` on every resource (`*`)',
      '`role/x` is no longer bound by: Deny `a:2` on every resource (`*`)',
      'a permission of `role/x` changes to: Deny `a:4` on every resource (`*`)',
    ],
  ],
  [
    'attachments and the boundary',
    update(
      field('ManagedPolicyArns', { member: 'arn:1', after: 'arn:1' }),
      field('Groups', { member: 'g', before: 'g' }),
      field('PermissionsBoundary', { after: 'arn:2' }),
      field('PermissionsBoundary', { before: 'arn:2' }),
    ),
    [
      '`role/x` gets the attached policy `arn:1`',
      '`role/x` leaves the group `g`',
      'the permissions boundary of `role/x` becomes `arn:2` (it had none)',
      'the permissions boundary of `role/x` becomes none',
    ],
  ],
  [
    'a boundary that comes beside what it leaves',
    entry('role/x', {
      action: 'update',
      access: NO_MOVES,
      changes: [field('PermissionsBoundary', { after: 'arn:2' })],
    }),
    [
      '`role/x` is updated; access does not change (permissions boundary)',
      'the permissions boundary of `role/x` becomes `arn:2` (it had none)',
    ],
  ],
  [
    'a group that gives nothing new, once',
    entry('user/x', {
      action: 'update',
      access: NO_MOVES,
      changes: [field('Groups', { member: 'g', after: 'g' })],
    }),
    ['`user/x` is updated; access does not change', '`user/x` joins the group `g`'],
  ],
  [
    'of an unread group that it is one',
    entry('user/x', {
      action: 'update',
      access: { ...NO_MOVES, unread: [{ policy: 'group/g', role: 'permissions', change: 'attached' }] },
      changes: [field('Groups', { member: 'g', after: 'g' })],
    }),
    ['`user/x` joins the group `g`: what that allows was not read'],
  ],
  [
    'whose role the instances of a profile have',
    entry('instance-profile/x', {
      action: 'update',
      changes: [field('Roles', { member: 'a', before: 'a' }), field('Roles', { member: 'b', after: 'b' })],
    }),
    [
      '`instance-profile/x` newly gives its instances `role/b` instead of `role/a`: all that it can do, where it trusts EC2',
    ],
  ],
  [
    'that the instances of a profile have no role any more',
    entry('instance-profile/x', {
      action: 'update',
      changes: [field('Roles', { member: 'a', before: 'a' })],
    }),
    ['`instance-profile/x` no longer gives its instances `role/a`'],
  ],
  [
    'that a document cannot be said in words',
    update(trusts(), field('PolicyDocument', { before: {}, after: {} })),
    [
      'the trust policy of `role/x` changes in a way that cannot be summarised; see the details',
      'the policy document of `role/x` changes in a way that cannot be summarised; see the details',
    ],
  ],
  [
    'who may do what a managed policy allows',
    entry('managed-policy/p', { action: 'create', changes: [allows(...added(allow(['a:1'], ['*'])))] }),
    ['every principal that has `managed-policy/p` can call `a:1` on every resource (`*`)'],
  ],
  [
    'that access stays as it is',
    update(field('Tags', { member: 'team', after: 'a' }), field('Description', { after: 'b' })),
    ['`role/x` is updated; access does not change (tag `team`, description)'],
  ],
  [
    'that only the stack is behind',
    update(),
    ['`role/x` already is as declared; only its stack is brought up to date'],
  ],
  [
    'nothing of held drift',
    update(trusts(...added(trust([LOGZIO]))), { ...field('Path', { held: { reason: 'r', until: 'u' } }) }),
    [expect.stringContaining('can newly assume') as unknown as string],
  ],
];

describe('a verdict says', () => {
  it.each(cases)('%s', (_name, of, expected) => expect(verdictOf(of)).toEqual(expected));
});

describe('of what a plan creates for another resource of it', () => {
  const POLICY = 'arn:aws:iam::111122223333:policy/vendors/read';
  const policy = entry('managed-policy/read', {
    action: 'create',
    changes: [field('PolicyDocument', { after: {}, statements: added(allow(['s3:getobject'], ['*'])) })],
  });
  const group = entry('group/readers', {
    action: 'create',
    changes: [
      field('Policies', { member: 'p', after: {}, statements: added(allow(['s3:getobject'], ['*'])) }),
    ],
  });
  const holder = (change: FieldChange, access: AssessedEntry['access'] = NO_MOVES): AssessedEntry =>
    entry('role/y', { action: 'create', changes: [change], ...(access === undefined ? {} : { access }) });
  const attached = field('ManagedPolicyArns', { member: POLICY, after: POLICY });
  const aws = 'arn:aws:iam::aws:policy/read';

  it.each<[string, AssessedEntry, FieldChange, string]>([
    ['a policy', policy, attached, '`managed-policy/read` is created and attached to `role/y` (see there)'],
    [
      'a boundary',
      policy,
      field('PermissionsBoundary', { after: POLICY }),
      '`managed-policy/read` is created and made the permissions boundary of `role/y` (see there)',
    ],
    [
      'a group',
      group,
      field('Groups', { member: 'Readers', after: 'Readers' }),
      '`group/readers` is created and joined by `role/y` (see there)',
    ],
  ])('%s is told once, and so is what it allows', (_name, created, change, says) => {
    const entries = [created, holder(change)];
    expect(verdictOf(created, false, entries)).toEqual([says]);
    expect(verdictOf(holder(attached), false, [policy]).join()).not.toContain('gets the attached policy');
    expect(verdictOf(created, true, entries)).toEqual([says.replace('is created', 'would be created')]);
  });

  it.each<[string, readonly AssessedEntry[]]>([
    ['nothing that the plan has gets it', [policy]],
    [
      'a policy of AWS has the same name',
      [policy, holder(field('ManagedPolicyArns', { member: aws, after: aws }))],
    ],
    [
      'the access of what gets it is not known',
      [policy, entry('role/y', { action: 'create', changes: [attached] })],
    ],
    ['it is taken away', [policy, holder(field('ManagedPolicyArns', { member: POLICY, before: POLICY }))]],
  ])('its statements are told where %s', (_name, entries) => {
    expect(verdictOf(policy, false, entries).join()).toContain(
      'every principal that has `managed-policy/read`',
    );
  });
});
