import fc from 'fast-check';
import type { Address } from '../../../src/model/address.ts';
import type { Hold, Ignore, Integration } from '../../../src/model/integration.ts';
import { addressOfResource, type Resource } from '../../../src/model/resource.ts';
import { kindSpec } from '../../../src/kinds/registry.ts';
import { suspend } from '../../../src/desired/suspend.ts';
import { integration, resource } from '../resources.ts';
import { anyFile, resourcesOf, type FileDraw } from './desired-draw.ts';
import { placed, type IntegrationName } from './names.ts';

/** What happens to one integration, from its first apply to the one that must set everything right. */
export interface Chapter {
  /** What was applied first; nothing of it where the file is new. */
  readonly before: FileDraw | 'no file yet';
  /** How its stack came into a state that is not simply complete, before anybody tampered with anything. */
  readonly trouble?: Trouble;
  /** What is declared now: the same, something else, or nothing, because the file is gone. */
  readonly after: 'the same' | FileDraw | 'file gone';
  /** What the file now says besides. */
  readonly says?: 'suspend' | 'observe';
  readonly acknowledged: Acknowledged;
}

/** Named after what went wrong; bring-into-trouble.ts has how. */
export type Trouble =
  | 'killed before the creation'
  | 'creation rolled back'
  | 'creation half undone'
  | 'creation left as it failed'
  | 'update rolled back'
  | 'update half undone'
  | 'update left as it failed'
  | 'adoption failed'
  | 'deletion failed'
  | 'somebody has a stack of that name';

export interface Acknowledged {
  readonly gone: 'delete' | 'release' | 'nobody';
  readonly overwrite: boolean;
  readonly hold?: readonly Pick<Hold, 'address' | 'field'>[];
  readonly ignore?: readonly Pick<Ignore, 'address' | 'field'>[];
}

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
  },
  { requiredKeys: ['gone', 'overwrite'] },
);

const trouble = fc.constantFrom<Trouble>(
  'killed before the creation',
  'creation rolled back',
  'creation half undone',
  'creation left as it failed',
  'update rolled back',
  'update half undone',
  'update left as it failed',
  'adoption failed',
  'deletion failed',
  'somebody has a stack of that name',
);

export const anyChapter: fc.Arbitrary<Chapter> = fc
  .record({
    before: fc.oneof(
      { weight: 6, arbitrary: anyFile },
      { weight: 1, arbitrary: fc.constant('no file yet' as const) },
    ),
    trouble: fc.option(trouble, { freq: 4, nil: undefined }),
    after: fc.oneof(
      { weight: 4, arbitrary: fc.constant('the same' as const) },
      { weight: 4, arbitrary: anyFile },
      { weight: 1, arbitrary: fc.constant('file gone' as const) },
    ),
    says: fc.option(fc.constantFrom('suspend' as const, 'observe' as const), { freq: 8, nil: undefined }),
    acknowledged,
  })
  .map(({ trouble: came, says, ...rest }) => ({
    ...rest,
    ...(came === undefined ? {} : { trouble: came }),
    ...(says === undefined ? {} : { says }),
  }));

/** The fingerprint of the drift of a resource, or of one field of it; undefined when there is none. */
export type DriftOf = (hold: Pick<Hold, 'address' | 'field'>) => string | undefined;

/** No drift has it: what was held, and is another drift by now, is work like any other. */
const NO_DRIFT = '0'.repeat(16);

/** The file as it was applied first. */
export function fileBefore({ before }: Chapter, name: IntegrationName): Integration {
  return integration(name, before === 'no file yet' ? [] : resourcesOf(before, name));
}

/** The file as it is now, with what it holds of the drift that is there; undefined when it is gone. */
export function fileAfter(
  chapter: Chapter,
  name: IntegrationName,
  driftOf: DriftOf = () => undefined,
): Integration | undefined {
  const {
    after,
    says,
    acknowledged: { gone, overwrite, hold = [], ignore = [] },
  } = chapter;
  if (after === 'file gone') return undefined;
  const had = fileBefore(chapter, name).resources.map((item) => item.resource);
  const wanted = after === 'the same' ? had : resourcesOf(after, name);
  const declared = says === 'suspend' ? wanted.map(cutOff) : wanted;
  const addresses = declared.map(addressOfResource);
  const vanished = had.map(addressOfResource).filter((one) => !addresses.includes(one));
  const has = (one: { readonly address: Address }): boolean => addresses.includes(one.address);
  return integration(name, declared, {
    ...(gone === 'nobody' ? {} : { [gone]: vanished }),
    overwrite: overwrite ? addresses : [],
    hold: placed(hold, name)
      .filter(has)
      .map((one) => ({ ...one, drift: driftOf(one) ?? NO_DRIFT, reason: 'known', until: '2027-01-01' })),
    ignore: placed(ignore, name)
      .filter(has)
      .map((one) => ({ ...one, reason: 'theirs' })),
    observe: says === 'observe',
    ...(says === 'suspend' ? { suspended: true } : {}),
  });
}

function cutOff({ kind, name, properties }: Resource): Resource {
  return resource(kind, name, suspend(kindSpec(kind), properties));
}
