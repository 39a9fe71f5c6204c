import fc from 'fast-check';
import type { Address } from '../../../src/model/address.ts';
import type { Hold, Ignore, Scope } from '../../../src/model/integration.ts';
import { addressOfResource } from '../../../src/model/resource.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { integration, scope } from '../resources.ts';
import { anyFile, resourcesOf, type FileDraw } from './desired-draw.ts';
import { anyTamperings, type Tampering } from './tampering.ts';

/** What may happen to one integration, from its first apply to the one that must set everything right. */
export interface Story {
  /** What CloudFormation does where nobody knows. */
  readonly switches: Partial<Switches>;
  /** What was applied first. */
  readonly before: FileDraw;
  /** What somebody then did in the account, in this order. */
  readonly tampering: readonly Tampering[];
  /** What is declared now: the same, something else, or nothing, because the file is gone. */
  readonly after: 'the same' | FileDraw | 'file gone';
  readonly acknowledged: Acknowledged;
  /** What fails while it is applied for the first time; then it is applied once more without. */
  readonly faults: readonly Fault[];
}

export interface Acknowledged {
  readonly gone: 'delete' | 'release' | 'nobody';
  readonly overwrite: boolean;
  readonly hold?: readonly Pick<Hold, 'address' | 'field'>[];
  readonly ignore?: readonly Pick<Ignore, 'address' | 'field'>[];
  readonly ignoreTags?: readonly string[];
}

const switches: fc.Arbitrary<Partial<Switches>> = fc.record(
  {
    staleReads: fc.constantFrom(0, 3),
    nameConflictValidation: fc.constantFrom('writable-ids', 'off', 'all'),
    driftUnsupportedTypes: fc.constantFrom<readonly string[]>(
      [],
      ['AWS::IAM::Role'],
      ['AWS::IAM::ManagedPolicy'],
    ),
    driftSeesExtras: fc.constantFrom('non-empty-lists', 'never', 'declared-lists'),
    driftSeesManagedPolicyDocument: fc.boolean(),
    driftComparison: fc.constantFrom('literal', 'normalised'),
    revertDriftDeleted: fc.constantFrom('recreate', 'fail', 'ignore'),
    emptyRevertDrift: fc.constantFrom('failed', 'complete'),
    importWritesProperties: fc.boolean(),
    importRollback: fc.constantFrom('release', 'delete'),
    templateMetadataIsChange: fc.boolean(),
    resourceMetadataIsChange: fc.boolean(),
    deletionPolicyIsChange: fc.boolean(),
    dependsOnIsChange: fc.boolean(),
    updateOfMissing: fc.constantFrom('fail', 'recreate'),
    removalOfMissing: fc.constantFrom('ignore', 'fail'),
    policyVersions: fc.constantFrom('prune', 'fail'),
    principalDelay: fc.constantFrom(0, 1),
    staleReviewReads: fc.constantFrom(0, 2),
  },
  { requiredKeys: [] },
);

const address = fc.constantFrom<Address>('role/r1', 'role/r2', 'managed-policy/p1', 'user/u1', 'group/g1');
const field = fc.constantFrom(
  'Policies',
  'ManagedPolicyArns',
  'Tags',
  'AssumeRolePolicyDocument',
  'PolicyDocument',
  'Description',
  'PermissionsBoundary',
  'MaxSessionDuration',
  'Groups',
);

const acknowledged: fc.Arbitrary<Acknowledged> = fc.record(
  {
    gone: fc.constantFrom('delete', 'delete', 'release', 'nobody'),
    overwrite: fc.constantFrom(true, true, true, false),
    hold: fc.array(fc.record({ address, field }, { requiredKeys: ['address'] }), {
      minLength: 1,
      maxLength: 2,
    }),
    ignore: fc.array(fc.record({ address, field }), { minLength: 1, maxLength: 2 }),
    ignoreTags: fc.constant(['robot-*']),
  },
  { requiredKeys: ['gone', 'overwrite'] },
);

const after = fc.nat({ max: 4 });
const times = fc.integer({ min: 1, max: 2 });
const READS = [
  'DescribeStacks',
  'GetTemplate',
  'GetRole',
  'DescribeStackEvents',
  'GetAccountAuthorizationDetails',
] as const;
const WRITES = ['CreateChangeSet', 'ExecuteChangeSet', 'DeleteChangeSet', 'DeleteStack'] as const;

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('handler' as const),
    operation: fc.constantFrom('create', 'update', 'delete', 'import'),
    message: fc.constant('it went wrong'),
    during: fc.constantFrom('forward', 'forward', 'rollback'),
    after,
    times,
  }),
  fc.record({
    kind: fc.constant('deny' as const),
    action: fc.constantFrom(...READS, ...WRITES),
    after,
    times,
  }),
  fc.record({
    kind: fc.constant('drop' as const),
    action: fc.constantFrom(...WRITES),
    when: fc.constantFrom('before', 'after'),
    times: fc.constant(1),
    after,
  }),
  fc.record({
    kind: fc.constant('throttle' as const),
    action: fc.constantFrom(...WRITES),
    times: fc.constant(1),
    after,
  }),
);

export const anyStory: fc.Arbitrary<Story> = fc.record({
  switches,
  before: anyFile,
  tampering: anyTamperings,
  after: fc.oneof(
    { weight: 4, arbitrary: fc.constant('the same' as const) },
    { weight: 4, arbitrary: anyFile },
    { weight: 1, arbitrary: fc.constant('file gone' as const) },
  ),
  acknowledged,
  faults: fc.oneof(fc.constant([]), fc.array(fault, { minLength: 1, maxLength: 3 })),
});

export function scopeBefore({ before }: Story): Scope {
  return scope([integration('i', resourcesOf(before))], { maxDeletes: 99 });
}

export function scopeAfter({ before, after, acknowledged }: Story): Scope {
  const { gone, ignoreTags = [] } = acknowledged;
  const settings = { maxDeletes: 99, ignoreTags };
  const listed = (
    wanted: 'delete' | 'release',
    names: readonly string[],
  ): { [key: string]: readonly string[] } => (gone === wanted ? { [wanted]: names } : {});
  if (after === 'file gone')
    return scope([], { ...settings, ...listed('delete', ['i']), ...listed('release', ['i']) });
  const declared = resourcesOf(after === 'the same' ? before : after);
  const vanished = resourcesOf(before)
    .map(addressOfResource)
    .filter((one) => !declared.some((item) => addressOfResource(item) === one));
  const has = ({ address }: { readonly address: Address }): boolean =>
    declared.some((item) => addressOfResource(item) === address);
  return scope(
    [
      integration('i', declared, {
        ...listed('delete', vanished),
        ...listed('release', vanished),
        overwrite: acknowledged.overwrite ? declared.map(addressOfResource) : [],
        hold: (acknowledged.hold ?? [])
          .filter(has)
          .map((one) => ({ ...one, reason: 'known', until: '2027-01-01' })),
        ignore: (acknowledged.ignore ?? []).filter(has).map((one) => ({ ...one, reason: 'theirs' })),
      }),
    ],
    settings,
  );
}
