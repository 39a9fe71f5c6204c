import type { AccessDelta } from '../model/access.ts';
import { addressKey, type Address } from '../model/address.ts';
import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { aboutEntry, type Caution, type CautionKind } from '../model/caution.ts';
import { ownerOfPrincipal, type OutsideWay } from '../model/outside.ts';
import type { FieldChange } from '../model/plan.ts';
import type { StatementChange } from '../model/statement.ts';
import { gainedBy, isAdministrator, shortOfEverything } from './access-gained.ts';
import { rankCautions, type RankedCaution } from './caution-order.ts';
import { isDriftOnly } from './markdown-drift-section.ts';
import { driftCautions, newWaysOf } from './drift-cautions.ts';
import { sayTrustDelta } from './say-newcomer.ts';
import { sayNewWay, sentencesApart } from './say-outsider.ts';
import { BRIEFLY } from './say-statement.ts';
import { allowsEverything, TRUST_FIELD, widensTrust } from './trust-change.ts';

/** Everything that a reviewer must not miss, the most dangerous first; with what the run found out about the guards. */
export function cautionsOf(plan: AssessedPlan): readonly Caution[] {
  return rankedCautions(plan).map(({ caution }) => caution);
}

/** The same with what they are about, and how bad each is beside the others. */
export function rankedCautions(plan: AssessedPlan): readonly RankedCaution[] {
  const ofEntries = plan.integrations.flatMap((integration) =>
    integration.entries.flatMap((entry) =>
      ENTRY_CAUTIONS.flatMap((say) => say(entry, integration)).map((caution) => ({ caution, entry })),
    ),
  );
  const others = [...(plan.cautions ?? []), ...plan.integrations.flatMap(blockedIn)];
  return rankCautions([...ofEntries, ...others.map((caution) => ({ caution }))]);
}

/** The plan with all its cautions, as data. */
export function withCautions(plan: AssessedPlan): AssessedPlan {
  const cautions = cautionsOf(plan);
  return cautions.length === 0 ? plan : { ...plan, cautions };
}

type Say = (entry: AssessedEntry, within: AssessedIntegration) => readonly Caution[];

const deletions: Say = ({ action, address, blockers }, within) => {
  if (action !== 'delete') return [];
  const blocked = blockers.length + within.blockers.length > 0;
  return [aboutEntry('deletion', address, within.integration, blocked ? [', once nothing blocks it'] : [])];
};

const trust: Say = (entry, { integration }) => {
  const { address, letsIn } = entry;
  const widening = entry.access === undefined ? byStatements(entry) : byDelta(entry, entry.access);
  if (widening === 'no') return [];
  const strangers = letsIn?.strangers ?? [];
  const ways = newWaysOf(entry.outside).filter(({ party }) => party.party !== 'anybody');
  const told = new Set(ways.map(identityOf));
  const untold = strangers.filter((who) => !told.has(who));
  return [
    ...ways.map((way): Caution => {
      const who = identityOf(way);
      const isStranger = strangers.includes(who);
      return {
        kind: isStranger ? 'stranger' : 'wider-trust',
        subject: isStranger ? who : address,
        integration,
        words: [...sayNewWay(way, address, entry.outside?.ways), ', in ', { text: integration }],
      };
    }),
    ...untold.map((who): Caution => ({
      kind: 'stranger',
      subject: who,
      integration,
      words: [{ text: who }, ' can newly assume ', { text: address }, ' in ', { text: integration }],
    })),
    ...(widening === 'wider-trust'
      ? inSentences(entry, integration, [...ways.map(({ principal }) => principal), ...untold])
      : [aboutEntry(widening, address, integration)]),
  ];
};

/** As `strangers` has it: the account, or the provider. */
function identityOf({ party, principal }: OutsideWay): string {
  if ('account' in party) return party.account;
  return party.party === 'identity-provider' ? party.provider : principal;
}

/** The role opens to others than the outsiders that are told: a denial goes, or a service of AWS comes. */
function inSentences(
  { access, action, address }: AssessedEntry,
  integration: string,
  told: readonly string[],
): readonly Caution[] {
  // A new role that only services of AWS can assume opens nothing to the outside.
  if (action === 'create') return [];
  const delta = access?.trust;
  const opening =
    delta === undefined
      ? []
      : sentencesApart((quote) => sayTrustDelta(delta, quote(address), { ...BRIEFLY, quote }));
  const isTold = (principal: string): boolean =>
    [principal, ...Object.values(ownerOfPrincipal(principal) ?? {})].some((one) => told.includes(one));
  const sentences = opening
    .filter(({ sentence: { opens, principals } }) => opens && !principals.every(isTold))
    .slice(0, MOST_SENTENCES)
    .map(({ words }) => words);
  const isOpening = opening.length === 0 || opening.some(({ sentence: { opens } }) => opens);
  if (sentences.length === 0 && (told.length > 0 || !isOpening)) return [];
  if (sentences.length === 0) return [aboutEntry('wider-trust', address, integration)];
  return sentences.map((words) => ({
    kind: 'wider-trust',
    subject: address,
    integration,
    words: [...words, ', in ', { text: integration }],
  }));
}

const MOST_SENTENCES = 2;

const privileges: Say = (entry, { integration }) => {
  const { access, address, changes } = entry;
  const everything =
    access === undefined
      ? changes.some(
          (change) => change.field !== TRUST_FIELD && takesEffect(change, entry) && givesEverything(change),
        )
        ? 'certain'
        : 'no'
      : acts(entry)
        ? gainedBy(access).everything
        : 'no';
  // Whatever else there is, is in it.
  if (everything === 'certain') {
    const shortOf = access === undefined ? [] : shortOfEverything(access);
    return [aboutEntry('everything', address, integration, shortOf)];
  }
  if (!acts(entry)) return [];
  const perhaps = everything === 'possible' ? [aboutEntry('perhaps-everything', address, integration)] : [];
  // What is possible is in a possible everything; what is certain is not.
  const told = (entry.privileges ?? []).filter(({ certain }) => certain || everything === 'no');
  return [
    ...perhaps,
    ...told.map(({ kind, certain, actions }) =>
      aboutEntry(kind, address, integration, [
        certain ? ': ' : ' may call ',
        { text: actions.slice(0, MOST_ACTIONS).join(', ') },
        ...rest(actions),
      ]),
    ),
  ];
};

const MOST_ACTIONS = 3;

function rest(actions: readonly string[]): readonly string[] {
  return actions.length <= MOST_ACTIONS ? [] : [` and ${actions.length - MOST_ACTIONS} more`];
}

/** A denial or a boundary that goes gives access though no statement allows anything more. */
const limits: Say = (entry, { integration }) => {
  const { access, action, address, changes } = entry;
  if (access === undefined || action === 'create' || !acts(entry)) return [];
  const { permissions, unread } = gainedBy(access);
  if (permissions.length + unread === 0) return [];
  const effective = changes.filter((change) => takesEffect(change, entry));
  const lifted = [
    ...(effective.some(({ field, before }) => field === 'PermissionsBoundary' && before !== undefined)
      ? ['its permissions boundary']
      : []),
    ...(effective.some(({ field, statements = [] }) => field !== TRUST_FIELD && statements.some(liftsDenial))
      ? ['a denial']
      : []),
  ];
  if (lifted.length === 0) return [];
  const gains = access.gains.length === 0 ? 'may gain' : 'gains';
  return [
    aboutEntry('limit', address, integration, [` ${gains} access by a change of ${lifted.join(' and ')}`]),
  ];
};

/** What a role can do, the instances of a profile can that has it: more than before, where the role is none of this plan. */
const instanceRoles: Say = (entry, { integration, entries }) => {
  const isNew = (role: Address): boolean =>
    entries.some(({ address, action }) => action === 'create' && addressKey(address) === addressKey(role));
  return entry.changes
    .filter((change) => change.field === 'Roles' && change.after !== undefined && takesEffect(change, entry))
    .map(({ member = '' }): Address => `role/${member}`)
    .filter((role) => !isNew(role))
    .map((role) => ({
      kind: 'wider-trust',
      subject: entry.address,
      integration,
      words: [
        { text: entry.address },
        ' newly gives its instances ',
        { text: role },
        ', in ',
        { text: integration },
      ],
    }));
};

const ENTRY_CAUTIONS: readonly Say[] = [deletions, trust, instanceRoles, privileges, limits, driftCautions];

function blockedIn({ integration, entries, blockers }: AssessedIntegration): readonly Caution[] {
  const say = (subject: string, message: string): Caution => ({
    kind: 'blocked',
    subject,
    integration,
    words: [{ text: subject }, ': ', { message }],
  });
  return [
    ...blockers.map(({ message }) => say(integration, message)),
    ...entries
      .filter((entry) => !isDriftOnly(entry))
      .flatMap((entry) => entry.blockers.map(({ message }) => say(entry.address, message))),
  ];
}

type Widening = Extract<CautionKind, 'trust-unread' | 'anybody' | 'wider-trust'> | 'no';

/** What the whole of the trust policy comes to, of which statements tell a part only: a Deny that goes opens too. */
function byDelta(entry: AssessedEntry, access: AccessDelta): Widening {
  if (!acts(entry)) return 'no';
  if (gainedBy(access).trustUnread) return 'trust-unread';
  const entries = access.trust === undefined ? [] : [...access.trust.gains, ...access.trust.mayGain];
  if (entry.letsIn?.anybody === true) return 'anybody';
  return entries.length > 0 ? 'wider-trust' : 'no';
}

function byStatements(entry: AssessedEntry): Widening {
  const trusts = entry.changes.filter((change) => change.field === TRUST_FIELD && takesEffect(change, entry));
  const changed = trusts.flatMap(({ statements = [] }) => statements);
  if (trusts.some(({ after, statements = [] }) => after !== undefined && statements.length === 0))
    return 'trust-unread';
  if (changed.some((change) => widensTrust(change) && letsAnybodyIn(change))) return 'anybody';
  return changed.some(widensTrust) ? 'wider-trust' : 'no';
}

function liftsDenial(change: StatementChange): boolean {
  if (change.change === 'changed') return change.before.effect === 'Deny';
  return change.change === 'removed' && change.statement.effect === 'Deny';
}

/** Whether the access of an entry moves by the plan: by its own changes, or by those of what it has. */
function acts(entry: AssessedEntry): boolean {
  return entry.movedBy !== undefined || entry.changes.some((change) => takesEffect(change, entry));
}

/** Drift that is not reverted changes nothing. */
function takesEffect({ cause, held }: FieldChange, { blockers, action }: AssessedEntry): boolean {
  return held === undefined && action !== 'none' && (cause !== 'drift' || blockers.length === 0);
}

function letsAnybodyIn(change: StatementChange): boolean {
  if (change.change === 'removed') return false;
  const { effect, principal } = change.change === 'added' ? change.statement : change.after;
  if (effect !== 'Allow' || principal === undefined) return false;
  return principal.negated || principal.patterns.some(isAnybody);
}

function isAnybody(principal: string): boolean {
  return principal === '*' || principal === 'AWS:*';
}

function givesEverything({ field, member, after, statements = [] }: FieldChange): boolean {
  if (field === 'ManagedPolicyArns') {
    return after !== undefined && member !== undefined && isAdministrator(member);
  }
  return statements.some((change) => {
    if (change.change === 'changed')
      return allowsEverything(change.after) && !allowsEverything(change.before);
    return change.change === 'added' && allowsEverything(change.statement);
  });
}
