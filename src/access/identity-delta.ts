import type { AccessDelta, HeldAwsManaged, UnreadPolicy } from '../model/access.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Json } from '../model/json.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { whyUnclear } from '../policy/why-unclear.ts';
import { askableOnly } from './askable.ts';
import { compareAccess, type AccessChange, type CompareOptions, type Comparison } from './compare-access.ts';
import { idleIn } from './idle-actions.ts';
import { ownKeys, ownVariables, rowsOfOwn, rowsWithValues } from './own-keys.ts';
import { resourceDomain } from './resource-domain.ts';
import type { StepBudget } from './step-budget.ts';
import { NOTHING, rowsOf, sidesOf, type Row, type RowSides } from './rows.ts';
import { permissionsOf } from './sort-permissions.ts';

/** A policy of a principal. */
export interface HeldPolicy {
  /** Its ARN, or the name of an inline policy. */
  readonly name: string;
  /** Absent when its contents could not be read. */
  readonly document?: Json;
  /** Of an AWS-managed policy: the version that was read. */
  readonly version?: string;
}

/** Everything that decides what a principal may do; a resource policy may still say otherwise. */
export interface PrincipalPolicies {
  readonly policies: readonly HeldPolicy[];
  readonly boundary?: HeldPolicy;
  /** Its own, or that of the group whose members act: where it is known, conditions on who makes a request are decided. */
  readonly arn?: string;
  /** Those that each of its requests has, by their keys in lower case. */
  readonly tags?: ReadonlyMap<string, string>;
}

/** What the delta depends on besides the policies. */
export interface AccessOptions {
  readonly context: PolicyContext;
  readonly catalogue: ActionCatalogue;
  /** What all comparisons of a pass over a scope share. */
  readonly budget?: StepBudget;
  /** What all that only explains shares, and what decides does not; absent: it takes part in the budget. */
  readonly explaining?: StepBudget;
}

export type IdentityDelta = Omit<AccessDelta, 'trust'>;

/**
 * What a principal may do after and not before, and the other way round, over all its policies together: a Deny in one
 * cancels an Allow in another, and the boundary caps all. `undefined` is no principal. Policies whose contents are not
 * known are left out of both sides and named.
 */
export function identityDelta(
  before: PrincipalPolicies | undefined,
  after: PrincipalPolicies | undefined,
  { context, catalogue, budget, explaining = budget }: AccessOptions,
): IdentityDelta {
  const [old, now] = [readPolicies(before, context), readPolicies(after, context)];
  const options: CompareOptions = { domain: resourceDomain, catalogue, ...(budget ? { budget } : {}) };
  const compared = compareAccess(old.sides, now.sides, options);
  const [gains, loses] = [
    askableOnly(compared.gains.changes, catalogue),
    askableOnly(compared.loses.changes, catalogue),
  ];
  const unread = compareUnread(old.unread, now.unread);
  // What an unknown policy gave before may be what is gained, and what it gives after what is lost. One that stays gives
  // the same on both sides: something of either may not move at all.
  const isCertainly = (change: 'attached' | 'detached'): ((move: AccessChange) => boolean) => {
    const isOpen = unread.some(
      (one) => one.role === 'permissions' && (one.change === change || one.change === 'kept'),
    );
    return (move) => !isOpen && isCertain(move);
  };
  const [isGained, isLost] = [isCertainly('detached'), isCertainly('attached')];
  const moves = gains.length + loses.length > 0;
  // What an unknown policy allows may be what is missing.
  const isKnown = now.unread.every(({ role }) => role !== 'permissions');
  const explained = { ...options, ...(explaining ? { budget: explaining } : {}) };
  const idle = isKnown ? idleIn(gains, now.sides, context.partition, explained) : [];
  return {
    gains: permissionsOf(gains.filter(isGained)),
    loses: permissionsOf(loses.filter(isLost)),
    mayGain: permissionsOf(gains.filter((move) => !isGained(move))),
    mayLose: permissionsOf(loses.filter((move) => !isLost(move))),
    ...givenUp(compared),
    ...(idle.length === 0 ? {} : { idle }),
    ...(moves && before !== undefined && after !== undefined ? heldOn(old, now, explained) : {}),
    unread,
    awsManaged: versionsIn(before, after),
  };
}

/** What stays, and what was: nothing where a policy is not known or the comparison would cost too much. */
function heldOn(old: ReadPolicies, now: ReadPolicies, options: CompareOptions): Pick<IdentityDelta, 'held'> {
  if (old.unread.length + now.unread.length > 0) return {};
  const [before, after] = [old, now].map(({ sides }) => {
    const { changes, tooComplex } = compareAccess(NOTHING, sides, options).gains;
    return tooComplex ? undefined : permissionsOf(askableOnly(changes, options.catalogue));
  });
  return before === undefined || after === undefined ? {} : { held: { before, after } };
}

/** The directions in which a comparison was given up, as a delta says it. */
export function givenUp(
  compared: Readonly<Record<'gains' | 'loses', Comparison>>,
): Pick<IdentityDelta, 'tooComplex'> {
  const tooComplex = (['gains', 'loses'] as const).filter((direction) => compared[direction].tooComplex);
  return tooComplex.length === 0 ? {} : { tooComplex };
}

export function isCertain({ content }: AccessChange): boolean {
  return content !== 'unknown';
}

interface ReadPolicies {
  readonly sides: RowSides;
  readonly unread: readonly Omit<UnreadPolicy, 'change'>[];
}

/** The rows of all that could be read, and what could not. */
export function readPolicies(principal: PrincipalPolicies | undefined, context: PolicyContext): ReadPolicies {
  if (principal === undefined) return { sides: NOTHING, unread: [] };
  const known = READ.get(principal);
  if (known?.partition === context.partition) return known.read;
  const read = readEach(principal, context);
  READ.set(principal, { partition: context.partition, read });
  return read;
}

// Thousands of expectations may be of one principal.
const READ = new WeakMap<PrincipalPolicies, { readonly partition: string; readonly read: ReadPolicies }>();

function readEach(principal: PrincipalPolicies, context: PolicyContext): ReadPolicies {
  const unread: Omit<UnreadPolicy, 'change'>[] = [];
  const { arn, tags } = principal;
  const ofOwn = (read: readonly Row[]): readonly Row[] =>
    arn === undefined ? read : rowsWithValues(rowsOfOwn(read, ownKeys(arn)), ownVariables(arn, tags));
  const rows = (policy: HeldPolicy, role: 'permissions' | 'boundary'): readonly Row[] => {
    const read = policy.document === undefined ? undefined : rowsOf(policy.document, 'identity', context);
    if (read === undefined) {
      const { name, document } = policy;
      const why = document === undefined ? {} : { unclear: whyUnclear(document, 'identity') };
      unread.push({ policy: name, role, ...why });
    }
    return ofOwn(read ?? []);
  };
  const permissions = principal.policies.flatMap((policy) => rows(policy, 'permissions'));
  const boundary = principal.boundary === undefined ? undefined : rows(principal.boundary, 'boundary');
  // A boundary that could not be read is taken for one that allows all: gains are an upper bound.
  const isUnread = unread.some((policy) => policy.role === 'boundary');
  return { sides: sidesOf(permissions, isUnread ? undefined : boundary), unread };
}

function compareUnread(
  before: ReadPolicies['unread'],
  after: ReadPolicies['unread'],
): readonly UnreadPolicy[] {
  const has = (list: ReadPolicies['unread'], one: Omit<UnreadPolicy, 'change'>): boolean =>
    list.some((other) => other.policy === one.policy && other.role === one.role);
  return [
    ...after.map((one) => ({ ...one, change: has(before, one) ? ('kept' as const) : ('attached' as const) })),
    ...before.filter((one) => !has(after, one)).map((one) => ({ ...one, change: 'detached' as const })),
  ].sort((a, b) => (a.policy < b.policy ? -1 : 1));
}

function versionsIn(
  before: PrincipalPolicies | undefined,
  after: PrincipalPolicies | undefined,
): readonly HeldAwsManaged[] {
  const [old, now] = [before, after].map((side) => versionsOf(side?.policies ?? []));
  const limits = versionsOf([before, after].flatMap((side) => side?.boundary ?? []));
  const changeOf = (arn: string): Pick<HeldAwsManaged, 'change'> => {
    const [had, has] = [old?.has(arn) === true, now?.has(arn) === true];
    if (!had && !has) return {};
    return { change: had ? (has ? 'kept' : 'detached') : 'attached' };
  };
  return [...new Map([...limits, ...(old ?? []), ...(now ?? [])])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([arn, version]) => ({ arn, version, ...changeOf(arn) }));
}

function versionsOf(policies: readonly HeldPolicy[]): ReadonlyMap<string, string> {
  return new Map(
    policies.flatMap(({ name, version }) => (version === undefined ? [] : [[name, version] as const])),
  );
}
