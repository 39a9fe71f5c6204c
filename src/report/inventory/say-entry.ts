import { awsManagedName, parseArn } from '../../model/arn.ts';
import type {
  Danger,
  Entrance,
  Inventory,
  InventoryEntry,
  Known,
  Manager,
  Party,
  Proof,
  Reach,
  ReachPart,
  SignIn,
} from '../../model/inventory.ts';
import type { Finding } from '../../model/finding.ts';
import { maskExternalId } from '../../model/mask-external-id.ts';
import { AS_IT_IS, sayConditions } from '../say-statement.ts';
import { count } from '../say-totals.ts';

/** The words of an inventory, as plain text: each format escapes them in its own way. */

/** What a column says that was not read. */
export function sayKnown<T>(known: Known<T>, say: (value: T) => string): string {
  return known.known ? say(known.value) : 'unchecked';
}

/** Who stands behind a principal: `Datadog (AWS account 464622532012)`. */
export function sayParty(party: Party): string {
  switch (party.party) {
    case 'anybody':
      return 'anybody with an AWS account';
    case 'vendor':
      return party.origin === 'published'
        ? `${party.name} (AWS account ${party.account})`
        : `${party.name} (AWS account ${party.account}, by "vendors:" of the settings)`;
    case 'own-account':
      return `own account ${party.name === undefined ? party.account : `${party.name} (${party.account})`}`;
    case 'organization':
      return `every account of the organization ${party.id}`;
    case 'unknown-account':
      return `unknown AWS account ${party.account}`;
    case 'identity-provider':
      return party.name;
    case 'unclear':
      return `unclear: ${party.principal}`;
    case 'key-holder':
      return 'the holder of its access keys';
    case 'password-holder':
      return 'the holder of its password';
  }
}

/** The party in as few words as tell it apart, for a picture. */
export function sayPartyShort(party: Party): string {
  switch (party.party) {
    case 'anybody':
      return 'anybody';
    case 'vendor':
      return party.name;
    case 'own-account':
      return party.name ?? `own ${party.account}`;
    case 'organization':
      return `organization ${party.id}`;
    case 'unknown-account':
      return `unknown ${party.account}`;
    case 'identity-provider':
      return party.name;
    case 'unclear':
      return 'unclear trust';
    case 'key-holder':
      return 'access keys';
    case 'password-holder':
      return 'passwords';
  }
}

/** The principal within the party, where it is more than a whole account. */
export function sayPrincipalOf({ principal, party }: Entrance): string {
  const name = principal.slice(principal.indexOf(':') + 1);
  if (
    party.party === 'key-holder' ||
    party.party === 'password-holder' ||
    party.party === 'identity-provider' ||
    principal === '*' ||
    name.endsWith(':root')
  )
    return '';
  return name;
}

export function sayProof(proof: Proof): string {
  switch (proof.proof) {
    case 'external-id':
      return `external id ${fingerprints(proof.lines.flatMap(({ values }) => values))}`;
    case 'organization':
      return `organization ${proof.lines.flatMap(({ values }) => values).join(', ')}`;
    case 'subject':
      return `subject ${proof.lines.flatMap(({ values }) => values).join(', ')}`;
    case 'conditions':
      return sayConditions(proof.lines, AS_IT_IS);
    case 'assertion':
      return 'assertion of the provider';
    case 'access-key':
      return 'access key';
    case 'password':
      return proof.withMfa ? 'password and MFA' : 'password';
    case 'none':
      return 'none';
    case 'unclear':
      return 'unclear';
  }
}

/** Values that the masking of the whole report has left as they are are fingerprinted here; it leaves no secret to hide. */
function fingerprints(values: readonly string[]): string {
  return values.map((value) => maskExternalId(value, 'fingerprint')).join(', ');
}

/** `Datadog (AWS account 464622532012), shows external id #3fa1c2`. */
export function sayEntrance(entrance: Entrance): string {
  const who = sayParty(entrance.party);
  const principal = sayPrincipalOf(entrance);
  const named = principal === '' || who.includes(principal) ? who : `${who} as ${principal}`;
  if (entrance.party.party === 'organization' && entrance.proof.proof === 'organization') return named;
  switch (entrance.proof.proof) {
    case 'none':
      return `${named}, without proof`;
    case 'access-key':
      return named;
    case 'password':
      return `${named}, ${entrance.proof.withMfa ? 'with' : 'without'} MFA`;
    case 'assertion':
      return `${named}, with its assertion`;
    case 'unclear':
      return `${named}, under conditions that cannot be judged`;
    case 'conditions':
    case 'external-id':
    case 'organization':
    case 'subject':
      return `${named}, with ${sayProof(entrance.proof)}`;
  }
}

const PARTS: Readonly<Record<ReachPart['level'], string>> = {
  everything: 'everything',
  rights: 'gives rights',
  credentials: 'gets credentials',
  data: 'reads data',
  writes: 'writes',
  reads: 'reads',
};

const MOST_ACTIONS = 3;
const MOST_PLACES = 2;

/** One part of a reach: `reads data: s3:GetObject on acme-logs/*`. */
export function sayReachPart({ level, actions, on, limited }: ReachPart, most = MOST_ACTIONS): string {
  const where = on.includes('*')
    ? 'every resource'
    : cut(on.map(shortArn), most === MOST_ACTIONS ? MOST_PLACES : most);
  const condition = limited ? ', under conditions' : '';
  if (level === 'everything') return `everything on ${where}${condition}`;
  return `${PARTS[level]}: ${cut(actions, most)} on ${where}${condition}`;
}

/** A reach in one line, the worst first. */
export function sayReach(reach: Reach, most = 3): string {
  const parts = reach.parts.slice(0, most).map((part) => sayReachPart(part));
  const rest = reach.parts.length > most ? [`and ${reach.parts.length - most} more`] : [];
  return [
    ...(parts.length === 0 && reach.unread.length === 0 ? ['nothing'] : parts),
    ...rest,
    ...sayUnreadOf(reach),
  ].join('; ');
}

export function sayUnreadOf({ unread, unreadBoundary }: Reach): readonly string[] {
  return [
    ...(unread.length === 0
      ? []
      : [`unchecked: ${cut(unread.map(shortArn), MOST_PLACES)} was not read, so it may be more`]),
    ...(unreadBoundary === undefined
      ? []
      : [`unchecked: the boundary ${shortArn(unreadBoundary)} was not read, so it may be less`]),
  ];
}

export function sayLastUsed({ address, lastUsed }: InventoryEntry): string {
  return sayKnown(lastUsed, (use) => {
    // IAM keeps the use of a role for 400 days, and that of a key or a password for good.
    if (!use.used) return address.startsWith('user/') ? 'never' : 'never in 400 days';
    return use.region === undefined ? use.day : `${use.day} in ${use.region}`;
  });
}

/** `2026-01-03 (329 days)`. */
export function sayAge({ created }: InventoryEntry, day: string): string {
  return sayKnown(created, (made) => {
    const days = Math.round((Date.parse(day) - Date.parse(made)) / 86_400_000);
    return Number.isNaN(days) ? made : `${made} (${count(Math.max(0, days), 'day')})`;
  });
}

export function sayManager({ manager }: InventoryEntry, inventory: Inventory): string {
  return sayKnown(manager, (one) => sayKnownManager(one, inventory));
}

function sayKnownManager(manager: Manager, { source }: Inventory): string {
  switch (manager.by) {
    case 'rolekeeper':
      return `rolekeeper (stack ${manager.stack})`;
    case 'stack':
      return `stack ${manager.stack}`;
    case 'tool':
      return `${manager.tool} (tag ${manager.tag})`;
    case 'none-seen':
      return source.kind === 'iam' ? `none seen (no stack in ${source.region}, no tag)` : 'none seen';
  }
}

/** What a user signs in with: `active key since 2026-01-03, never used; console password without MFA`. */
export function sayCredentials({ credentials }: InventoryEntry): string {
  if (credentials === undefined) return '';
  return sayKnown(credentials, (all) => {
    const mfa = all.some(({ credential }) => credential === 'mfa-device');
    const signIns = all.flatMap((one): readonly string[] => {
      switch (one.credential) {
        case 'access-key': {
          const since = one.created === undefined ? '' : ` since ${one.created}`;
          return [`${one.active ? 'active' : 'inactive'} key${since}${sayUse(one)}`];
        }
        case 'password':
          return [`console password ${mfa ? 'with' : 'without'} MFA${sayUse(one)}`];
        case 'mfa-device':
          return [];
      }
    });
    return signIns.join('; ');
  });
}

function sayUse({ lastUsed }: SignIn): string {
  if (lastUsed === undefined) return '';
  if (!lastUsed.known) return ', last use unchecked';
  return lastUsed.value.used ? `, last used on ${lastUsed.value.day}` : ', never used';
}

/** `error full-admin, warning user-credentials`. */
export function sayFindings(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { level, rule } of findings)
    counts.set(`${level} ${rule}`, (counts.get(`${level} ${rule}`) ?? 0) + 1);
  if (counts.size === 0) return 'none';
  return [...counts].map(([text, times]) => (times === 1 ? text : `${text} ×${times}`)).join(', ');
}

const DANGER_ORDER: readonly Danger[] = ['critical', 'high', 'medium', 'low'];

/** `2 critical, 1 high`. */
export function sayDangers({ entries }: Pick<Inventory, 'entries'>): string {
  return DANGER_ORDER.flatMap((danger) => {
    const own = entries.filter((entry) => entry.danger === danger).length;
    return own === 0 ? [] : [`${own} ${danger}`];
  }).join(', ');
}

/** The answer in one sentence. */
export function sayOutcome(inventory: Inventory): string {
  const { entries, unchecked } = inventory;
  const isIncomplete = unchecked.some(({ column }) => column.startsWith('every '));
  if (entries.length > 0) {
    const roles = entries.filter(({ address }) => address.startsWith('role/')).length;
    const users = entries.length - roles;
    const what = [
      ...(roles === 0 ? [] : [`${count(roles, 'role')} that an outside party can assume`]),
      ...(users === 0 ? [] : [`${count(users, 'user')} with access keys, or a password without MFA`]),
    ].join(', ');
    return `${what}: ${sayDangers(inventory)}.`;
  }
  return isIncomplete
    ? 'Nothing can be said: the account could not be read.'
    : 'No role can be assumed from outside the account, and no user has access keys or a password without MFA.';
}

export function sayPlace({ account, source }: Inventory): string {
  return source.kind === 'iam' ? `account ${account}, stacks of ${source.region}` : `account ${account}`;
}

export function saySourceOf({ source }: Inventory): readonly string[] {
  if (source.kind === 'files') return [`Read from the files in ${source.directory} (--live), not from AWS.`];
  return source.endpoint === undefined ? [] : [`Endpoint: ${source.endpoint}, which is not AWS.`];
}

export function sayNotListed({ notListed }: Inventory): string {
  const { awsRoles, insideRoles, insideUsers } = notListed;
  return (
    `Not listed: ${count(insideRoles, 'role')} for the account itself, services of AWS and deleted principals, ` +
    `${count(awsRoles, 'role')} that AWS keeps (service-linked, Identity Center), ` +
    `${count(insideUsers, 'user')} with neither access keys nor a password without MFA.`
  );
}

export const OUT_OF_SIGHT_OF_INVENTORY =
  'Out of sight: SCPs and RCPs, policies of buckets, keys and other resources, sessions, stacks in other regions.';

/** Everything that could not be read: by column of the whole, then by column of single entries. */
export function sayUncheckedOf({ unchecked, entries }: Inventory): readonly string[] {
  const reasons = new Map<string, number>();
  const note = (column: string, known: Known<unknown> | undefined): void => {
    if (known === undefined || known.known) return;
    const key = `${column}: ${known.reason}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  };
  for (const entry of entries) {
    note('keys', entry.credentials);
    note('reach', entry.reach);
    note('last used', entry.lastUsed);
    note('age', entry.created);
    note('managed by', entry.manager);
  }
  return [
    ...unchecked.map(({ column, reason }) => `${column}: ${reason}`),
    ...[...reasons].map(([text, times]) => `${text} (${count(times, 'row')})`),
  ];
}

/** An ARN without what all ARNs of its kind share. */
export function shortArn(text: string): string {
  const arn = parseArn(text);
  if (arn === undefined) return text;
  const { service, account, resource } = arn;
  if (service === 's3' && account === '') return resource;
  return awsManagedName(text) ?? (/^\d*$/.test(account) ? `${service}:${resource}` : text);
}

function cut(items: readonly string[], most: number): string {
  if (items.length <= most) return items.join(', ');
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}
