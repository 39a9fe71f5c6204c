import type { Permission } from '../model/access.ts';
import { rightsOf } from '../model/notable-actions.ts';
import { REACH_LEVELS, type Reach, type ReachLevel, type ReachPart } from '../model/inventory.ts';
import { identityDelta, type AccessOptions, type PrincipalPolicies } from '../access/identity-delta.ts';
import { CREDENTIAL_READS, DATA_READS } from '../rules/data/data-reads.ts';
import { IDENTITY_PATHS, SERVICE_PATHS } from '../rules/data/escalation-paths.ts';

/** Actions by which who has them gets more than it has; taking on another role is counted with credentials. */
const ESCALATING = [...Object.keys(IDENTITY_PATHS), ...SERVICE_PATHS].filter(
  (name) => name !== 'sts:AssumeRole',
);

/** What a principal may do at all, the worst first. */
export function reachOf(policies: PrincipalPolicies, options: AccessOptions): Reach {
  const { gains, mayGain, unread, idle = [] } = identityDelta(undefined, policies, options);
  const parts = partsOf(
    [
      ...gains.map((permission) => ({ permission, certain: true })),
      ...mayGain.map((permission) => ({ permission, certain: false })),
    ].map((one) => ({ ...one, idle })),
  );
  const boundary = unread.find(({ role }) => role === 'boundary')?.policy;
  return {
    level: parts[0]?.level ?? 'nothing',
    parts,
    unread: unread.filter(({ role }) => role === 'permissions').map(({ policy }) => policy),
    ...(boundary === undefined ? {} : { unreadBoundary: boundary }),
  };
}

interface Candidate {
  readonly permission: Permission;
  readonly certain: boolean;
  /** Actions that no call can use. */
  readonly idle: readonly string[];
}

function partsOf(candidates: readonly Candidate[]): readonly ReachPart[] {
  const parts = candidates.flatMap(({ permission, certain, idle }) =>
    levelsOf(permission, idle).map(([level, actions]): ReachPart => ({
      level,
      actions,
      on: permission.on,
      limited: !certain || isLimited(permission),
    })),
  );
  return joined(parts);
}

/** One permission may be several things: all of S3 reads data and grants rights. */
function levelsOf(
  permission: Permission,
  idle: readonly string[],
): readonly (readonly [ReachPart['level'], readonly string[]])[] {
  if (isEverything(permission)) return [['everything', ['*']]];
  const among = (names: readonly string[]): readonly string[] =>
    names.filter((name) => permits(permission, name) && !idle.includes(name));
  const escalating = among(ESCALATING);
  const managing = permission.levels.includes('Permissions management') ? managingIn(permission) : [];
  const rights = [...new Set([...escalating, ...managing])];
  const secrets = among([...CREDENTIAL_READS, 'sts:AssumeRole']);
  const data = among(DATA_READS);
  const rest =
    permission.levels.includes('Write') || permission.levels.includes('Tagging') ? 'writes' : 'reads';
  const telling = new Set([...rights, ...secrets, ...data]);
  const others = namesOf(permission).filter((name) => !telling.has(name) && !idle.includes(name));
  return (
    [
      ['rights', rights],
      ['credentials', secrets],
      ['data', data],
      [rest, others],
    ] as const
  ).filter(([, actions]) => actions.length > 0);
}

/** What changes who may do what; of all that a service has, what is known for it. */
function managingIn(permission: Permission): readonly string[] {
  const known = permission.every
    ? rightsOf(permission.service).filter((name) => permits(permission, name))
    : [];
  return known.length === 0 ? namesOf(permission) : known;
}

/** Everything on everything, but for a few services at most where IAM is not among them. */
function isEverything({ service, on, notOn, when, except, exceptServices }: Permission): boolean {
  const isWhole = on.includes('*') && notOn.length + when.length + except.length === 0;
  return service === '*' && isWhole && !exceptServices.includes('iam');
}

/** Whether an action, `s3:GetObject`, is one of a permission's. */
export function permits(
  { service, exceptServices, every, actions, exceptActions }: Permission,
  name: string,
): boolean {
  if (service === '*') return !exceptServices.includes(name.split(':')[0] ?? '');
  // Hundreds of names are asked for, most of them of another service.
  if (!name.startsWith(service) || name[service.length] !== ':') return false;
  const action = name.slice(service.length + 1);
  return every ? !exceptActions.includes(action) : actions.includes(action);
}

function namesOf({ service, every, actions }: Permission): readonly string[] {
  if (service === '*') return ['*'];
  return every ? [`${service}:*`] : actions.map((action) => `${service}:${action}`);
}

function isLimited({ notOn, alsoOn, when, except }: Permission): boolean {
  return notOn.length + alsoOn.length + when.length + except.length > 0;
}

/** One part for each level and reach, those on every resource first. */
function joined(parts: readonly ReachPart[]): readonly ReachPart[] {
  const byReach = new Map<string, ReachPart>();
  for (const part of parts) {
    const key = JSON.stringify([part.level, part.on, part.limited]);
    const known = byReach.get(key);
    byReach.set(key, { ...part, actions: [...new Set([...(known?.actions ?? []), ...part.actions])] });
  }
  return [...byReach.values()].sort((a, b) => orderOf(a) - orderOf(b));
}

function orderOf({ level, on, limited }: ReachPart): number {
  return REACH_LEVELS.indexOf(level) * 4 + (on.includes('*') ? 0 : 2) + (limited ? 1 : 0);
}

/** The worst thing that reaches every resource without a condition; undefined where everything is narrowed down. */
export function widestLevel({ parts }: Reach): ReachLevel | undefined {
  return parts.find(({ on, limited }) => on.includes('*') && !limited)?.level;
}
