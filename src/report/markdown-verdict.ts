import type { AccessDelta } from '../model/access.ts';
import { kindFacts } from '../model/address.ts';
import { keysOf } from '../model/keys.ts';
import type { AssessedEntry } from '../model/assessment.ts';
import type { FieldChange } from '../model/plan.ts';
import { movesNothing } from './access-gained.ts';
import { prose } from './escape-markdown.ts';
import { codeOf, IN_BRIEF } from './markdown-style.ts';
import { isOfNew, newHoldersOf, type HoldsAs, type NewHolder } from './new-with-holder.ts';
import { rollUpAccess } from './roll-up.ts';
import { sayAccess } from './say-access.ts';
import { isDefault, sayField } from './say-field.ts';
import { sayHolders } from './say-holders.ts';
import { sayTrust } from './say-trust.ts';
import { POLICY_FIELDS, TRUST_FIELD } from './trust-change.ts';

/** Where the resource's own fields do not matter any more. */
const ENDS: Readonly<Partial<Record<AssessedEntry['action'], string>>> = {
  delete: 'is **deleted**: what uses it loses access',
  release: 'stays in the account and is no longer managed: its access remains',
  forget: 'is gone from the account already and is forgotten',
};

const BLOCKED_ENDS: typeof ENDS = {
  delete: 'would be **deleted**: what uses it would lose access',
  release: 'would stay in the account and no longer be managed: its access remains',
  forget: 'is gone from the account already and would be forgotten',
};

/** Who may do what a policy allows, where that is not the resource itself. */
const HOLDERS = { attachment: 'every principal that has ', membership: 'every member of ' };

/**
 * What a change means, in sentences that a reader who does not know IAM can act on: who may come in and with what
 * proof, what they may do, and what else moves. Markdown, one list item each, without the bullet.
 */
export function verdictOf(
  entry: AssessedEntry,
  isHeldUp = false,
  entries: readonly AssessedEntry[] = [],
): readonly string[] {
  const name = codeOf(entry.address);
  const isBlocked = isHeldUp || entry.blockers.length > 0;
  const end = (isBlocked ? BLOCKED_ENDS : ENDS)[entry.action];
  if (end !== undefined) return [`${name} ${end}`];
  const { access, changes } = entry;
  const newHolders = newHoldersOf(entry, entries);
  if (newHolders.length > 0) return sayNew(name, newHolders, isBlocked);
  if (access === undefined)
    return [
      ...headOf(entry, name, isBlocked),
      ...sayInstanceRole(changes, name),
      ...changes.filter(({ field }) => field !== 'Roles').flatMap((change) => sayChange(change, entry)),
      ...sayHolders(entry, name, IN_BRIEF),
    ];
  // The delta says what the fields of policies come to, over all of them together.
  return [
    ...headOf(entry, name, isBlocked),
    ...rollUpAccess(access, name, IN_BRIEF).map(({ text }) => text),
    ...changes
      .filter(isBesidePolicies)
      // Policies of AWS, and those that were not read, are told by name among what is gained and lost.
      .filter((change) => movesNothing(access) || !isToldByName(access, change))
      .filter((change) => !isOfNew(change, entries))
      .flatMap((change) => sayChange(change, entry)),
    ...sayHolders(entry, name, IN_BRIEF),
  ];
}

/** Of an instance profile: it has one role at most, and what that can do its instances can. */
function sayInstanceRole(changes: readonly FieldChange[], name: string): readonly string[] {
  const moved = changes.filter(({ field, held }) => field === 'Roles' && held === undefined);
  const say = (some: readonly FieldChange[]): string =>
    some.map(({ member = '' }) => codeOf(`role/${member}`)).join(', ');
  const [come, gone] = [
    moved.filter(({ after }) => after !== undefined),
    moved.filter(({ after }) => after === undefined),
  ];
  if (come.length > 0) {
    const instead = gone.length === 0 ? '' : ` instead of ${say(gone)}`;
    return [
      `${name} newly gives its instances ${say(come)}${instead}: all that it can do, where it trusts EC2`,
    ];
  }
  return gone.length === 0 ? [] : [`${name} no longer gives its instances ${say(gone)}`];
}

/** What gives or limits access, and is no document of the principal itself. */
function isBesidePolicies({ field, member }: FieldChange): boolean {
  return field === BOUNDARY || (member !== undefined && !POLICY_FIELDS.includes(field));
}

const BOUNDARY = 'PermissionsBoundary';

function isToldByName(
  { awsManaged, unread }: AccessDelta,
  { field, member, before, after }: FieldChange,
): boolean {
  if (field === BOUNDARY)
    return unread.some(({ policy, role }) => role === 'boundary' && (policy === after || policy === before));
  const names = field === 'Groups' ? [member, `group/${member ?? ''}`] : [member];
  return (
    awsManaged.some(({ arn }) => arn === member) ||
    unread.some(
      ({ policy, role, unclear }) =>
        names.includes(policy) && role === 'permissions' && unclear === undefined,
    )
  );
}

const NEW: Readonly<Record<HoldsAs, string>> = {
  attachment: 'attached to',
  boundary: 'made the permissions boundary of',
  membership: 'joined by',
};

/** `policy` is created and attached to `role`, whose access is told with it. */
function sayNew(name: string, holders: readonly NewHolder[], isBlocked: boolean): readonly string[] {
  const created = `${name} ${isBlocked ? 'would be' : 'is'} created`;
  return keysOf(NEW).flatMap((as) => {
    const own = holders.filter((one) => one.as === as).map(({ holder }) => codeOf(holder.address));
    return own.length === 0 ? [] : [`${created} and ${NEW[as]} ${own.join(', ')} (see there)`];
  });
}

function headOf(
  { action, access, accepted = [], changes, unchecked, movedBy }: AssessedEntry,
  name: string,
  isBlocked: boolean,
): readonly string[] {
  if (action === 'none' && movedBy !== undefined) {
    const by = movedBy.map(({ address }) => codeOf(address)).join(', ');
    return [`${name} is unchanged itself, but ${by} changes what it can do:`];
  }
  if (action === 'adopt') {
    return [`${name} exists already and ${isBlocked ? 'would become' : 'becomes'} managed`];
  }
  if (action === 'update' && changes.length === 0 && unchecked.length === 0) {
    const edited = accepted.map(sayBriefly).join(', ');
    const why = edited === '' ? '' : `: the file now has the edit made in the account (${edited})`;
    return [`${name} already is as declared; only its stack is brought up to date${why}`];
  }
  const moves = access === undefined ? changes.some(isAccess) : !movesNothing(access);
  if (moves || changes.length === 0) return [];
  // What has a sentence of its own below is not said twice.
  const others = changes.filter((change) => !isDefault(change) && !isMembership(change));
  const fields = [...new Set(others.map(sayBriefly))].join(', ');
  const verb = `${isBlocked ? 'would be' : 'is'} ${action === 'create' ? 'created' : 'updated'}`;
  return [`${name} ${verb}; access does not change${fields === '' ? '' : ` (${fields})`}`];
}

function sayBriefly({ field, member }: Pick<FieldChange, 'field' | 'member'>): string {
  const name = prose(sayField({ field, member: undefined }));
  return member === undefined ? name : `${name} ${codeOf(member)}`;
}

/** Whether the field can give or take access. */
function isAccess({ field }: FieldChange): boolean {
  return (
    POLICY_FIELDS.includes(field) ||
    [
      'ManagedPolicyArns',
      'Groups',
      'PermissionsBoundary',
      'Roles',
      'ClientIdList',
      'ThumbprintList',
    ].includes(field)
  );
}

/** A member of a list that IAM keeps beside the documents, which is told in a sentence of its own. */
function isMembership({ field, member, held }: FieldChange): boolean {
  return held === undefined && member !== undefined && MEMBERSHIPS.includes(field);
}

const MEMBERSHIPS = ['Groups', 'ManagedPolicyArns', 'Roles'];

function sayChange(change: FieldChange, { address, kind, action }: AssessedEntry): readonly string[] {
  const name = codeOf(address);
  const { heldBy } = kindFacts(kind);
  const holder = (heldBy === undefined ? '' : HOLDERS[heldBy]) + name;
  const { field, member, before, after, held, statements = [] } = change;
  if (held !== undefined) return [];
  const isNew = action === 'create' ? '' : ' newly';
  if (POLICY_FIELDS.includes(field) && statements.length === 0) {
    return [
      `the ${sayBriefly(change)} of ${name} changes in a way that cannot be summarised; see the details`,
    ];
  }
  if (field === TRUST_FIELD) return statements.flatMap((statement) => sayTrust(statement, name, isNew));
  if (statements.length > 0) return statements.map((statement) => sayAccess(statement, holder, isNew));
  if (!isAccess(change)) return [];
  if (member !== undefined) {
    if (field === 'Groups')
      return [`${name} ${after === undefined ? 'leaves' : 'joins'} the group ${codeOf(member)}`];
    const what = sayBriefly(change);
    return [after === undefined ? `${name} loses the ${what}` : `${name} gets the ${what}`];
  }
  const limit = typeof after === 'string' ? codeOf(after) : 'none';
  return [
    `the permissions boundary of ${name} becomes ${limit}${before === undefined ? ' (it had none)' : ''}`,
  ];
}
