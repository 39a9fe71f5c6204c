import fc from 'fast-check';
import type { Integration, Scope } from '../../../src/model/integration.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { scope } from '../resources.ts';
import { ASKED } from '../switch-settings.ts';
import { isOfCreation } from './bring-into-trouble.ts';
import { anyChapter, fileAfter, fileBefore, type Chapter, type DriftOf } from './chapter.ts';
import { anyFaults } from './faults-draw.ts';
import { INTEGRATIONS, type IntegrationName } from './names.ts';
import { anyReferences, withReferences, type Reference } from './references.ts';
import { anyDeed, anyDeeds, type Deed } from './tampering.ts';

/** What may happen to the integrations of an account. */
export interface Story {
  /** What CloudFormation does where nobody knows. */
  readonly switches: Partial<Switches>;
  readonly chapters: Readonly<Partial<Record<IntegrationName, Chapter>>>;
  /** What the files name of each other. */
  readonly references: readonly Reference[];
  /** How many stacks are changed at the same time. */
  readonly parallel: number;
  /** What somebody then did in the account, in this order. */
  readonly tampering: readonly Deed[];
  readonly ignoreTags?: readonly string[];
  /** What fails while it is applied for the first time; then it is applied once more without. */
  readonly faults: readonly Fault[];
  /** What another writer does at a request of the first apply after its plan was read. */
  readonly meanwhile?: { readonly at: number; readonly writes: Deed | 'another run' };
}

const switches: fc.Arbitrary<Partial<Switches>> = fc.record(
  {
    ...asked(),
    driftUnsupportedTypes: fc.constantFrom<readonly string[]>(
      [],
      ['AWS::IAM::Role'],
      ['AWS::IAM::ManagedPolicy'],
      ['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::InstanceProfile'],
    ),
    staleReads: fc.constantFrom(0, 3),
    principalDelay: fc.constantFrom(0, 1, 3),
    staleReviewReads: fc.constantFrom(0, 2),
  },
  { requiredKeys: [] },
);

/** Every setting of every switch that `npm run probe` asks for. */
function asked(): { readonly [K in keyof typeof ASKED]: fc.Arbitrary<Switches[K]> } {
  return Object.fromEntries(
    Object.entries(ASKED).map(([name, settings]) => [name, fc.constantFrom<unknown>(...settings)]),
  ) as { readonly [K in keyof typeof ASKED]: fc.Arbitrary<Switches[K]> };
}

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
    references: anyReferences,
    parallel: fc.constantFrom(5, 1),
    tampering: anyDeeds,
    ignoreTags: fc.option(fc.constant(['robot-*']), { freq: 4, nil: undefined }),
    faults: fc.oneof(fc.constant([]), anyFaults),
    meanwhile: fc.option(
      fc.record({
        at: fc.integer({ min: 1, max: 40 }),
        writes: fc.oneof(anyDeed, fc.constant('another run' as const)),
      }),
      { freq: 3, nil: undefined },
    ),
  })
  .map(({ i, j, k, tampering, ignoreTags, meanwhile, ...rest }) => {
    const deeds = tampering.filter((deed) => ({ i, j, k })[deed.in] !== undefined);
    return {
      ...rest,
      chapters: {
        i: holding(i, 'i', deeds),
        ...(j === undefined ? {} : { j: holding(j, 'j', deeds) }),
        ...(k === undefined ? {} : { k: holding(k, 'k', deeds) }),
      },
      tampering: deeds,
      ...(ignoreTags === undefined ? {} : { ignoreTags }),
      ...(meanwhile === undefined ? {} : { meanwhile }),
    };
  });

/** What is held is what was done to the account, where anything was: a hold of anything else hardly ever holds. */
function holding(chapter: Chapter, name: IntegrationName, deeds: readonly Deed[]): Chapter {
  const { hold } = chapter.acknowledged;
  if (hold === undefined) return chapter;
  const places = deeds.flatMap((deed) => (deed.in === name && 'on' in deed ? [deed.on] : []));
  const held = hold.map((one, index) => {
    const address = places[index];
    return address === undefined ? one : { address };
  });
  return { ...chapter, acknowledged: { ...chapter.acknowledged, hold: held } };
}

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
  // What a troubled creation was to bring is not there yet.
  const isThere = ({ since, to }: Reference): boolean => {
    const chapter = story.chapters[to];
    return since === 'before' && chapter !== undefined && !isOfCreation(chapter);
  };
  return scope(withReferences(files, story.references.filter(isThere)), { maxDeletes: 99 });
}

export function scopeAfter(story: Story, driftOf?: DriftOf): Scope {
  const chapters = chaptersOf(story);
  const goneAs = (wanted: 'delete' | 'release'): readonly string[] =>
    chapters
      .filter(([, { after, acknowledged }]) => after === 'file gone' && acknowledged.gone === wanted)
      .map(([name]) => name);
  const files = chapters.map(([name, chapter]) => fileAfter(chapter, name, driftOf));
  const there = files.filter((file): file is Integration => file !== undefined);
  return scope(withReferences(there, story.references), {
    maxDeletes: 99,
    ignoreTags: story.ignoreTags ?? [],
    delete: goneAs('delete'),
    release: goneAs('release'),
  });
}
