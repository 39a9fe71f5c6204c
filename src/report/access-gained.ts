import { awsManagedName } from '../model/arn.ts';
import type { CautionWord } from '../model/caution.ts';
import { sayReachTail } from './say-permission.ts';
import { AS_IT_IS } from './say-statement.ts';
import type { AccessDelta, AccessChanges, Permission } from '../model/access.ts';

/** Whether a delta moves nothing; policies that could not be read and that stay are no news. */
export function movesNothing({ trust, unread, ...identity }: AccessDelta): boolean {
  const isEmpty = ({ gains, loses, mayGain, mayLose }: AccessChanges<unknown>): boolean =>
    gains.length + loses.length + mayGain.length + mayLose.length === 0;
  return (
    isEmpty(identity) &&
    (trust === undefined || isEmpty(trust)) &&
    unread.every(({ change }) => change === 'kept')
  );
}

/** One direction of a delta: what is there more of, certain or not. */
export interface AccessGained {
  /** Every action of every service, on every resource; `possible` where only an upper bound has it. */
  readonly everything: 'certain' | 'possible' | 'no';
  /** Who may come in, by how many ways more. */
  readonly entries: number;
  readonly permissions: readonly Permission[];
  /** Policies of which it is unknown what they give, and boundaries of which it is unknown what they held back. */
  readonly unread: number;
  /** How the trust policy changes is unknown. */
  readonly trustUnread: boolean;
}

/** What a delta gives, certain or not. */
export function gainedBy(access: AccessDelta): AccessGained {
  const { trust, unread } = access;
  const permissions = [...access.gains, ...access.mayGain];
  const arriving = unread.filter(({ role, change }) =>
    // A boundary holds back: one that goes gives.
    role === 'boundary' ? change === 'detached' : change === 'attached',
  );
  const givesAll = arriving.some(({ role, policy }) => role === 'permissions' && isAdministrator(policy));
  // What a boundary that was not read leaves of it is not known.
  const isBounded = unread.some(({ role, change }) => role === 'boundary' && change !== 'detached');
  return {
    everything:
      access.gains.some(isEverything) || (givesAll && !isBounded)
        ? 'certain'
        : permissions.some(isEverything) || givesAll
          ? 'possible'
          : 'no',
    entries: trust === undefined ? 0 : trust.gains.length + trust.mayGain.length,
    permissions,
    unread: arriving.filter(({ role }) => role !== 'trust').length,
    trustUnread: unread.some(({ role, change }) => role === 'trust' && change !== 'kept'),
  };
}

function isEverything({ service, on }: Permission): boolean {
  return service === '*' && on.includes('*');
}

/**
 * What everything is short of, where a delta gives it: `, but for the actions of iam`, `, only with MFA`. Where the
 * principal had something before, what it has after says it: of what is gained, the services that it had are left out.
 */
export function shortOfEverything({ gains, held }: AccessDelta): readonly CautionWord[] {
  const [widest] = (held?.after ?? gains)
    .filter(isEverything)
    .sort((a, b) => limitsOf(a) - limitsOf(b) || a.exceptServices.length - b.exceptServices.length);
  if (widest === undefined) return [];
  const services = widest.exceptServices.join(', ');
  const tail = sayReachTail(widest, '', AS_IT_IS);
  return [
    ...(services === '' ? [] : [', but for the actions of ', { text: services }]),
    ...(tail === '' ? [] : [tail.startsWith(',') ? ', ' : ', only ', { message: tail.replace(/^,? /, '') }]),
  ];
}

function limitsOf({ notOn, alsoOn, when, except }: Permission): number {
  return notOn.length + alsoOn.length + when.length + except.length;
}

/** Whether an ARN is that of the policy of AWS that allows everything. */
export function isAdministrator(arn: string): boolean {
  return awsManagedName(arn) === 'AdministratorAccess';
}

/**
 * How much is gained, for sorting: compared number by number, the gravest first. A rough order, no measure: everything,
 * who may come in, rights to give rights, writing, the rest; what could not be read counts as writing.
 */
export function weighGained({
  everything,
  entries,
  permissions,
  unread,
  trustUnread,
}: AccessGained): readonly number[] {
  const count = (wanted: (permission: Permission) => boolean): number =>
    permissions.filter(wanted).reduce((sum, { every, actions }) => sum + (every ? MANY : actions.length), 0);
  const isGrant = ({ levels }: Permission): boolean => levels.includes('Permissions management');
  const isWrite = (one: Permission): boolean => !isGrant(one) && one.levels.includes('Write');
  return [
    everything === 'no' ? 0 : 1,
    entries + (trustUnread ? 1 : 0),
    count(isGrant),
    count(isWrite) + unread,
    count((one) => !isGrant(one) && !isWrite(one)),
  ];
}

/** A service has about as many actions. */
const MANY = 100;

export function compareWeights(a: readonly number[], b: readonly number[]): number {
  for (const [index, weight] of a.entries()) {
    const difference = (b[index] ?? 0) - weight;
    if (difference !== 0) return difference;
  }
  return 0;
}
