import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { parseArn } from '../model/arn.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { arnOf } from '../kinds/arn.ts';
import { kindSpec } from '../kinds/registry.ts';
import { logicalIdOf } from '../cloudformation/logical-id.ts';
import { referencesAmong } from '../cloudformation/references.ts';
import { propertiesOf, sameProperties } from './block-members.ts';
import type { IntegrationState } from './integration-state.ts';

/** What a trust policy says when nothing else of it can be said yet: no principal can assume the role. */
const DENY_ALL: JsonObject = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };

/**
 * The block of a role with the trust policy that it can be made with. IAM refuses a principal that does not exist
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html), so a role that trusts
 * itself, and roles that trust each other, are made without that; what is missing then is a change of the next set. A
 * role that exists keeps its whole trust policy.
 */
export function withFirstTrust(entry: PlanEntry, block: JsonObject, sides: IntegrationState): JsonObject {
  const resource = sides.desiredAt(entry);
  if (resource === undefined || !isAssumable(resource) || sides.liveAt(entry) !== undefined) return block;
  const later = absentReaching(resource, sides);
  const isAbsent = (arn: string): boolean => sides.absentElsewhere?.has(arn) === true || later.has(arn);
  const properties = block['Properties'];
  const trust = isJsonObject(properties) ? properties['AssumeRolePolicyDocument'] : undefined;
  if (!isJsonObject(properties) || !isJsonObject(trust)) return block;
  const statements = listOf(trust['Statement']);
  const first = statements.flatMap((statement) => withoutPrincipals(statement, isAbsent));
  if (first.length === statements.length && first.every((one, index) => one === statements[index]))
    return block;
  const document = { ...trust, Statement: first.length === 0 ? [DENY_ALL] : first };
  return { ...block, Properties: { ...properties, AssumeRolePolicyDocument: document } };
}

/** ARNs of what does not exist and names a resource, directly or by way of others: it cannot be there before that. */
function absentReaching(resource: Resource, sides: IntegrationState): ReadonlySet<string> {
  const { desired, settings } = sides;
  const reaching = referencesAmong(desired, settings).reaching(resource);
  return new Set(
    sides.plan.entries.flatMap((one) => {
      const other = sides.desiredAt(one);
      const isAbsent = other !== undefined && sides.liveAt(one) === undefined;
      return isAbsent && reaching.has(logicalIdOf(other)) ? [arnOf(other, settings)] : [];
    }),
  );
}

/**
 * The block of a role that exists with the trust policy that it has, where the wanted one names one more principal of the
 * account, and more is to be changed. IAM may refuse a principal for a while after
 * its creation, by this run or by the one before; the rollback of all the rest then takes away what was not added yet,
 * and whether a handler fails at that is not documented. So the trust policy is a change of its own, of the next set.
 */
export function withTrustLater(entry: PlanEntry, block: JsonObject, sides: IntegrationState): JsonObject {
  const applied = sides.appliedAt(entry)?.block;
  const { trustField } = kindSpec(entry.kind);
  if (applied === undefined || trustField === undefined || sides.liveAt(entry) === undefined) return block;
  const has = propertiesOf(applied)[trustField];
  if (has === undefined) return block;
  const trusted = new Set(principalsOf(has));
  const newlyTrusted = new Set(
    principalsOf(propertiesOf(block)[trustField]).filter((arn) => !trusted.has(arn)),
  );
  if (newlyTrusted.size === 0) return block;
  if (![...newlyTrusted].some((principal) => isPrincipalOf(sides, principal))) return block;
  const kept = { ...block, Properties: { ...propertiesOf(block), [trustField]: has } };
  return sameProperties(kept, applied) ? block : kept;
}

/**
 * Whether a principal is a role or user of the account, by whichever run or person it was made: one that it may have had
 * for a while only. The account itself, and what others have, does not come and go with ours.
 */
function isPrincipalOf({ settings, found }: IntegrationState, principal: Json): boolean {
  if (typeof principal !== 'string') return false;
  const arn = parseArn(principal);
  if (arn === undefined) return found.some(({ id }) => id === principal);
  return arn.account === settings.account && arn.resource !== 'root';
}

/**
 * Whether a role that exists trusts one that was deleted, and the other way round: no order of one change set
 * repairs both, for the one that exists cannot be written before the other is there, and CloudFormation would not wait.
 */
export function trustsInACircle({ plan, desired, settings, desiredAt }: IntegrationState): boolean {
  const roles = plan.entries.flatMap((entry) => {
    const resource = desiredAt(entry);
    return resource !== undefined && isAssumable(resource)
      ? [{ resource, isMissing: entry.drift === 'missing' }]
      : [];
  });
  const references = referencesAmong(desired, settings);
  const present = roles.filter(({ isMissing }) => !isMissing);
  return roles
    .filter(({ isMissing }) => isMissing)
    .some(({ resource: gone }) =>
      present.some(
        ({ resource }) =>
          references.reaching(resource).has(logicalIdOf(gone)) &&
          references.reaching(gone).has(logicalIdOf(resource)),
      ),
    );
}

function isAssumable({ kind }: Resource): boolean {
  return kindSpec(kind).trustField !== undefined;
}

/** The statement without some of its principals; nothing when it has no others; itself when it has none of them. */
function withoutPrincipals(statement: Json, isAbsent: (arn: string) => boolean): readonly Json[] {
  const principal = isJsonObject(statement) ? statement['Principal'] : undefined;
  if (!isJsonObject(statement) || !isJsonObject(principal)) return [statement];
  const arns = listOf(principal['AWS']);
  const kept = arns.filter((arn) => typeof arn !== 'string' || !isAbsent(arn));
  if (kept.length === arns.length) return [statement];
  const { AWS: _all, ...others } = principal;
  const rest = kept.length === 0 ? others : { ...others, AWS: kept };
  return Object.keys(rest).length === 0 ? [] : [{ ...statement, Principal: rest }];
}

/** The ARNs, ids and accounts that a trust policy names. */
function principalsOf(trust: Json | undefined): readonly Json[] {
  if (!isJsonObject(trust)) return [];
  return listOf(trust['Statement']).flatMap((statement) => {
    const principal = isJsonObject(statement) ? statement['Principal'] : undefined;
    return isJsonObject(principal) ? listOf(principal['AWS']) : [];
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}
