import fc from 'fast-check';
import type { Integration, Scope } from '../../../src/model/integration.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { scope } from '../resources.ts';
import { anyChapter, fileAfter, fileBefore, type Chapter, type DriftOf } from './chapter.ts';
import { anyFaults } from './faults-draw.ts';
import { INTEGRATIONS, type IntegrationName } from './names.ts';
import { anyDeeds, type Deed } from './tampering.ts';

/** What may happen to the integrations of an account. */
export interface Story {
  /** What CloudFormation does where nobody knows. */
  readonly switches: Partial<Switches>;
  readonly chapters: Readonly<Partial<Record<IntegrationName, Chapter>>>;
  /** What somebody then did in the account, in this order. */
  readonly tampering: readonly Deed[];
  readonly ignoreTags?: readonly string[];
  /** What fails while it is applied for the first time; then it is applied once more without. */
  readonly faults: readonly Fault[];
}

const switches: fc.Arbitrary<Partial<Switches>> = fc.record(
  {
    staleReads: fc.constantFrom(0, 3),
    nameConflictValidation: fc.constantFrom('writable-ids', 'off', 'all'),
    driftUnsupportedTypes: fc.constantFrom<readonly string[]>(
      [],
      ['AWS::IAM::Role'],
      ['AWS::IAM::ManagedPolicy'],
      ['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::InstanceProfile'],
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

/** Most stories are about one integration; where there are more, what fails in one must not touch the others. */
const anotherChapter = fc.oneof(
  { withCrossShrink: true },
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: anyChapter },
);

export const anyStory: fc.Arbitrary<Story> = fc
  .record({
    switches,
    i: anyChapter,
    j: anotherChapter,
    k: anotherChapter,
    tampering: anyDeeds,
    ignoreTags: fc.option(fc.constant(['robot-*']), { freq: 4, nil: undefined }),
    faults: fc.oneof(fc.constant([]), anyFaults),
  })
  .map(({ i, j, k, tampering, ignoreTags, ...rest }) => ({
    ...rest,
    chapters: { i, ...(j === undefined ? {} : { j }), ...(k === undefined ? {} : { k }) },
    tampering: tampering.filter((deed) => ({ i, j, k })[deed.in] !== undefined),
    ...(ignoreTags === undefined ? {} : { ignoreTags }),
  }));

/** The integrations of a story with their names. */
export function chaptersOf({ chapters }: Story): readonly (readonly [IntegrationName, Chapter])[] {
  return INTEGRATIONS.flatMap((name) => {
    const chapter = chapters[name];
    return chapter === undefined ? [] : [[name, chapter] as const];
  });
}

export function scopeBefore(story: Story): Scope {
  const files = chaptersOf(story)
    .filter(([, { before }]) => before !== 'no file yet')
    .map(([name, chapter]) => fileBefore(chapter, name));
  return scope(files, { maxDeletes: 99 });
}

export function scopeAfter(story: Story, driftOf?: DriftOf): Scope {
  const chapters = chaptersOf(story);
  const goneAs = (wanted: 'delete' | 'release'): readonly string[] =>
    chapters
      .filter(([, { after, acknowledged }]) => after === 'file gone' && acknowledged.gone === wanted)
      .map(([name]) => name);
  const files = chapters.map(([name, chapter]) => fileAfter(chapter, name, driftOf));
  return scope(
    files.filter((file): file is Integration => file !== undefined),
    {
      maxDeletes: 99,
      ignoreTags: story.ignoreTags ?? [],
      delete: goneAs('delete'),
      release: goneAs('release'),
    },
  );
}
