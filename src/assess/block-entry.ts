import { literals } from '../adopt/literal.ts';
import { writtenResource } from '../adopt/written-resource.ts';
import { isPathOfAws } from '../kinds/path-of-aws.ts';
import { kindSpec } from '../kinds/registry.ts';
import { addressKey, type Address } from '../model/address.ts';
import type { Blocker } from '../model/assessment.ts';
import { type Settings, isGivenUp } from '../model/integration.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Presence } from '../plan/presence.ts';
import { hasAddress } from '../plan/release.ts';
import type { BlockContext } from './block-context.ts';
import { deleteConflict } from './delete-conflict.ts';
import { keyOfQuestion } from './lookup-results.ts';
import { missingReferences } from './missing-references.ts';
import { POLICY_PROPERTIES } from './principal-delta.ts';
import { sayOwner } from './say-owner.ts';
import { versionLimit } from './version-limit.ts';

/** Everything that forbids to carry out one entry. Every reason is named, not the first only. */
export function entryBlockers(
  entry: PlanEntry,
  presence: Presence,
  context: BlockContext,
): readonly Blocker[] {
  const isLeftAlone = context.stack !== undefined && context.stack.ownership.owner !== 'ours';
  if (entry.action === 'none' || isLeftAlone) return [];
  if (isPathOfAws(presence.live?.resource.properties['Path'])) return [ofAws(entry)];
  const rules = [
    unread,
    replacement,
    movedOrForeign,
    unacknowledged,
    unacknowledgedDifference,
    ignoredAccess,
    ownRole,
    missing,
    conflict,
    versions,
  ];
  return rules.map((rule) => rule(entry, presence, context)).filter((blocker) => blocker !== undefined);
}

function ofAws({ address }: PlanEntry): Blocker {
  return {
    code: 'foreign-owner',
    message: `${address} is one of AWS's own: only AWS changes the roles under its path`,
    hint: `take ${address} out of the file, and leave it to AWS`,
  };
}

type Rule = (entry: PlanEntry, presence: Presence, context: BlockContext) => Blocker | undefined;

const unread: Rule = (entry, presence, { source }) => {
  const what =
    presence.unchecked ?? (entry.unchecked.length > 0 ? `${entry.unchecked.join(', ')} not read` : undefined);
  if (what === undefined) return undefined;
  return {
    code: 'unchecked',
    message: `${entry.address} could not be read: ${what}`,
    hint:
      source.kind === 'files'
        ? `save in ${source.directory} what the command prints that the note names, or run plan with credentials`
        : 'give the role that plans the permissions in docs/permissions.md, or run again when IAM answers',
  };
};

const replacement: Rule = (entry) => {
  if (entry.action !== 'update' && entry.action !== 'adopt') return undefined;
  const createOnly = new Set(
    kindSpec(entry.kind)
      .fields.filter((field) => field.createOnly)
      .map((field) => field.property),
  );
  const changed = entry.changes.filter((change) => createOnly.has(change.field));
  const accepted = (entry.accepted ?? []).filter(({ field }) => createOnly.has(field));
  if (changed.length === 0 && accepted.length === 0) return undefined;
  const isMadeAnew =
    accepted.length > 0 || changed.some(({ cause }) => cause === 'drift' || cause === 'both');
  return {
    code: 'replacement',
    message:
      changed.length > 0
        ? `${fieldsOf(changed)} of ${entry.address} cannot be changed in place: IAM does not change it once the resource exists`
        : `${fieldsOf(accepted)} of ${entry.address} cannot be changed in the stack, though the account has it as declared: CloudFormation would replace the resource`,
    hint: entry.action === 'adopt' ? ADOPT_AS_LIVE : sayTwoPullRequests(entry.address, isMadeAnew),
  };
};

const ADOPT_AS_LIVE =
  'write the value that is live; or delete the resource by hand, once nothing uses it, and it is created as declared';

/** @param isMadeAnew the account has another resource of the name than the stack made: its value cannot just be declared */
function sayTwoPullRequests(address: Address, isMadeAnew: boolean): string {
  return isMadeAnew
    ? `two pull requests: first remove the resource and acknowledge it with "release: [${address}]", ` +
        'then declare it anew with the value that is live'
    : `two pull requests: first remove the resource and acknowledge it with "delete: [${address}]", ` +
        'then declare it anew; or keep the value that is live';
}

function fieldsOf(items: readonly { readonly field: string }[]): string {
  return items.map(({ field }) => field).join(' and ');
}

const movedOrForeign: Rule = (entry, presence, context) => {
  const { name, appliedIn, answers } = context;
  if (presence.applied !== undefined || entry.action === 'forget') return undefined;
  const elsewhere = appliedIn.get(addressKey(entry.address));
  if (elsewhere !== undefined && elsewhere !== name) {
    return {
      code: 'moved-resource',
      message: `${entry.address} belongs to the integration ${elsewhere}: one pull request cannot move it to ${name}`,
      hint: `two pull requests: first remove it from ${elsewhere} with "release: [${entry.address}]", then declare it here`,
    };
  }
  const owner = answers[keyOfQuestion({ question: 'owner', address: entry.address })];
  if (owner?.answer !== 'owner' || owner.stackName === undefined) return undefined;
  return { code: 'foreign-owner', ...sayOwner(entry, { ...owner, stackName: owner.stackName }, context) };
};

const conflict: Rule = (entry, presence, context) => {
  if (entry.action !== 'delete') return undefined;
  const answer = context.answers[addressKey(entry.address)];
  return answer === undefined ? undefined : deleteConflict(entry, presence, answer, context);
};

const versions: Rule = (entry, presence, { stack, answers }) => versionLimit(entry, presence, stack, answers);

const missing: Rule = (entry, presence, { integration, settings, answers }) =>
  entry.action === 'create' || entry.action === 'update' || entry.action === 'adopt'
    ? missingReferences(entry, presence, integration, settings, answers)
    : undefined;

const unacknowledged: Rule = (entry, _presence, { settings, integration, name }) => {
  if (entry.action !== 'delete') return undefined;
  const acknowledged =
    integration === undefined
      ? isGivenUp(settings, 'delete', name)
      : hasAddress(integration.delete, entry.address);
  if (acknowledged) return undefined;
  return {
    code: 'unacknowledged-deletion',
    message: `${entry.address} is managed, exists, and is no longer declared`,
    hint:
      integration === undefined
        ? `to destroy it write "delete: [${name}]" in ${settings.file}, to leave it in the account unmanaged "release: [${name}]"`
        : `to destroy it write "delete: [${entry.address}]" in ${integration.file}, to leave it in the account unmanaged "release: [${entry.address}]"`,
  };
};

const ownRole: Rule = (entry, _presence, { own }) => {
  const why = own.whyOwn(entry.address);
  if (why === undefined) return undefined;
  return {
    code: 'own-role',
    message: `${entry.address} ${why}`,
    hint: "keep rolekeeper's own roles, and the policies on them, out of desired/: a mistake there would lock it out of the account",
  };
};

/**
 * Adopting a role while ignoring a field that carries access takes over what was not reviewed: the field has to be
 * declared once, as it is live, before it can be ignored.
 */
const ignoredAccess: Rule = (entry, _presence, { integration }) => {
  if (entry.action !== 'adopt') return undefined;
  const fields = (integration?.ignore ?? [])
    .filter(({ address }) => addressKey(address) === addressKey(entry.address))
    .map(({ field }) => field)
    .filter((field) => ACCESS_FIELDS.includes(field))
    .filter((field) => kindSpec(entry.kind).fields.some(({ property }) => property === field));
  if (fields.length === 0) return undefined;
  return {
    code: 'ignored-access',
    message: `${entry.address} would be adopted without a comparison of ${fields.join(' and ')}, which carries access`,
    hint: `take ${fields.join(' and ')} of ${entry.address} out of "ignore:" and declare what is live, or what it shall be`,
  };
};

/** Fields by which a principal, or one that has a policy or is in a group, gets access. */
const ACCESS_FIELDS: readonly string[] = [...POLICY_PROPERTIES, 'PolicyDocument'];

const unacknowledgedDifference: Rule = (entry, { live }, { integration, settings }) => {
  if (entry.action !== 'adopt' || entry.changes.length === 0 || integration === undefined) return undefined;
  if (hasAddress(integration.overwrite, entry.address)) return undefined;
  const instead = live === undefined ? undefined : writtenLive(live, settings);
  return {
    ...(instead === undefined ? {} : { instead }),
    code: 'unacknowledged-difference',
    message: `${entry.address} exists in IAM and is not as ${integration.file} declares it`,
    hint:
      `write what is live into the file to adopt it unchanged, or "overwrite: [${entry.address}]" ` +
      'to have it changed as shown',
  };
};

/**
 * What a file says so that a live resource is adopted unchanged; undefined where not all of it was read, or where it takes
 * parameters of the file, which `adopt` writes.
 */
function writtenLive(
  { resource, uncheckedProperties }: LiveResource,
  settings: Settings,
): JsonObject | undefined {
  if (uncheckedProperties.length > 0) return undefined;
  const state = literals();
  const written = writtenResource(resource, new Map(), {
    context: { settings },
    parameters: [],
    literals: state,
  });
  return state.characters.size > 0 ? undefined : { [kindSpec(resource.kind).list]: [written] };
}
