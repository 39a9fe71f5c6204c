import { parsePrincipalArn, roleOfSession, type Arn, iamArn, formatArn } from '../model/arn.ts';
import type { Place, Search, Domain } from './domain.ts';
import type { StepBudget } from './step-budget.ts';

/**
 * The principals of a trust policy, as the canonical form writes them. An account's root stands for everyone in the
 * account, a role for its sessions too, `*` for everybody.
 */
export const PRINCIPAL_DOMAIN: Omit<Domain, 'budget'> = {
  covers,
  areApart: (one, other) => !covers(one, other) && !covers(other, one) && !shareSessions(one, other),
  search,
  variablesOf: () => [],
};

/** The same, counting what it costs. */
export function principalDomain(budget: StepBudget): Domain {
  return {
    ...PRINCIPAL_DOMAIN,
    budget,
    covers: (wide, narrow) => wide === narrow || (budget.spend(STEPS) && covers(wide, narrow)),
    areApart: (one, other) => budget.spend(2 * STEPS) && PRINCIPAL_DOMAIN.areApart(one, other),
    search: (place, others) => {
      const patterns = [place, ...others].reduce(
        (sum, { within, without }) => sum + within.length + without.length,
        0,
      );
      return budget.spend(2 * STEPS * patterns) ? search(place, others) : 'unknown';
    },
  };
}

/** An ARN is taken apart for each comparison. */
const STEPS = 10;

function covers(wide: string, narrow: string): boolean {
  if (wide === '*' || wide === narrow) return true;
  // Most are other roles, which need not be taken apart: a trust policy names a hundred, and each is held against each.
  if (!wide.endsWith(':root') && !narrow.includes(':sts:')) return false;
  const [one, other] = [parsed(wide), parsed(narrow)];
  if (one?.service !== 'iam' || other === undefined) return false;
  if (one.partition !== other.partition || one.account !== other.account) return false;
  return (
    one.resource === 'root' ||
    (other.service === 'sts' && roleOf(one) !== undefined && roleOf(one) === roleOf(other))
  );
}

const PARSED = new Map<string, Arn | undefined>();
/** The principals of some hundred trust policies, each of which is held against all others of its role. */
const MOST_PARSED = 20_000;

function parsed(principal: string): Arn | undefined {
  if (!PARSED.has(principal)) {
    if (PARSED.size >= MOST_PARSED) PARSED.clear();
    PARSED.set(principal, parsePrincipalArn(principal));
  }
  return PARSED.get(principal);
}

/** The name of the role that a principal is, or is a session of; the ARN of a session leaves the path out. */
function roleOf(principal: Arn): string | undefined {
  if (principal.service === 'sts') return roleOfSession(principal);
  return principal.resource.startsWith('role/') ? principal.resource.split('/').at(-1) : undefined;
}

/** Two roles of one name in different paths cannot be at the same time, but a session could be of either. */
function shareSessions(one: string, other: string): boolean {
  const [a, b] = [parsed(one), parsed(other)];
  if (a === undefined || b === undefined || a.account !== b.account || a.partition !== b.partition)
    return false;
  return roleOf(a) !== undefined && roleOf(a) === roleOf(b);
}

function search(place: Place, others: readonly Place[]): Search {
  const candidates = place.within.flatMap(instancesOf);
  const found = candidates.find(
    (candidate) => isAt(candidate, place) && !others.some((other) => isAt(candidate, other)),
  );
  return found === undefined ? 'none' : { found };
}

function isAt(principal: string, { within, without }: Place): boolean {
  return (
    within.every((pattern) => covers(pattern, principal)) &&
    !without.some((pattern) => covers(pattern, principal))
  );
}

const UNNAMED_ROLE = 'role/rolekeeper-any-other-role';

/** A session that no statement names. */
function sessionArn(principal: Arn, role: string): string {
  return formatArn({ ...principal, service: 'sts', resource: `assumed-role/${role}/any-other-session` });
}

/** A principal itself, and one that it stands for and no statement names. */
function instancesOf(pattern: string): readonly string[] {
  if (pattern === '*') {
    return [
      `AWS:${iamArn({ partition: 'aws', account: '000000000000' }, UNNAMED_ROLE)}`,
      'Service:any-other-service.amazonaws.com',
    ];
  }
  const principal = parsePrincipalArn(pattern);
  if (principal?.service !== 'iam') return [pattern];
  const { resource } = principal;
  if (resource === 'root') return [`AWS:${iamArn(principal, UNNAMED_ROLE)}`, pattern];
  const role = roleOf(principal);
  return role === undefined ? [pattern] : [pattern, `AWS:${sessionArn(principal, role)}`];
}
