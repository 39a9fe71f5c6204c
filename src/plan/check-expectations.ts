import { addressKey } from '../model/address.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { Expectation } from '../model/expectation.ts';
import {
  SUSPENSION_POLICY,
  type DesiredResource,
  type Integration,
  type Scope,
} from '../model/integration.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { policiesOf, type PolicyLookup } from '../access/collect-policies.ts';
import type { AccessOptions } from '../access/identity-delta.ts';
import { judgeAccess, judgeTrust, type Judgement } from '../access/judge-expectation.ts';
import { arnOf } from '../kinds/arn.ts';
import type { StatementReference } from '../policy/evaluate.ts';
import { lookupOn, sideOf } from './access-sides.ts';

/**
 * Every expectation of a scope that its files do not meet, and those that hang on policies of AWS, whose contents
 * nobody knows without asking it. Reads nothing.
 */
export function checkExpectations(scope: Scope, catalogue: ActionCatalogue): readonly Diagnostic[] {
  const { settings, integrations } = scope;
  const resources = integrations.flatMap((integration) => integration.resources);
  const declared = sideOf(resources.map((item) => item.resource));
  const lookup = lookupOn(declared, new Map(), settings);
  const options: AccessOptions = { context: { partition: settings.partition }, catalogue };
  const places = statementPlaces(resources, settings);
  return integrations.flatMap((integration) =>
    (integration.expectations ?? []).flatMap((expectation): readonly Diagnostic[] => {
      const key = addressKey(expectation.expects === 'access' ? expectation.principal : expectation.role);
      const resource = declared.get(key);
      if (resource === undefined) return [];
      const judgement = judge(expectation, unsuspended(resource, integration), lookup, options);
      const find = (reference: StatementReference): Location | undefined =>
        places.get(`${key} ${reference.policy}`)?.[reference.index] ??
        places.get(reference.policy)?.[reference.index];
      return explain(expectation, judgement, find);
    }),
  );
}

function judge(
  expectation: Expectation,
  resource: Resource,
  lookup: PolicyLookup,
  options: AccessOptions,
): Judgement {
  if (expectation.expects === 'access')
    return judgeAccess(expectation, policiesOf(resource, lookup), options);
  return judgeTrust(expectation, resource.properties['AssumeRolePolicyDocument'] ?? null, options);
}

/** A suspended integration is tested as it will be once it is no longer suspended. */
function unsuspended(resource: Resource, { suspended }: Integration): Resource {
  const policies = resource.properties['Policies'];
  if (suspended !== true || !isJsonArray(policies)) return resource;
  const properties: JsonObject = {
    ...resource.properties,
    Policies: policies.filter(
      (policy) => !isJsonObject(policy) || policy['PolicyName'] !== SUSPENSION_POLICY,
    ),
  };
  return { ...resource, properties };
}

/** Where statements stand, by the name that the evaluator knows their policy by. */
function statementPlaces(
  resources: readonly DesiredResource[],
  place: Scope['settings'],
): ReadonlyMap<string, readonly Location[]> {
  return new Map(
    resources.flatMap(({ resource, statementLocations = {} }) => {
      const key = addressKey(`${resource.kind}/${resource.name}`);
      return Object.entries(statementLocations).map(([name, locations]) => {
        if (name === 'AssumeRolePolicyDocument') return [`${key} trust policy`, locations] as const;
        if (name === 'PolicyDocument') return [arnOf(resource, place), locations] as const;
        return [`${key} ${name.slice('Policies/'.length)}`, locations] as const;
      });
    }),
  );
}

function explain(
  expectation: Expectation,
  judgement: Judgement,
  find: (reference: StatementReference) => Location | undefined,
): readonly Diagnostic[] {
  const { location } = expectation;
  if (judgement.holds === 'yes') return [];
  if (judgement.holds === 'unknown') {
    const message = `not checked: it hangs on ${judgement.policies.join(', ')}, whose contents are not in the files`;
    const hint = 'remove the expectation, or write the policy out in a file';
    return [{ severity: 'warning', code: 'expectation-unchecked', message, hint, location }];
  }
  const message = `${sayBroken(expectation, judgement)}: ${sayReason(judgement, find)}`;
  const hint = 'correct the policy, or the expectation';
  return [{ severity: 'error', code: 'expectation-failed', message, hint, location }];
}

function sayBroken(expectation: Expectation, judgement: Judgement & { readonly holds: 'no' }): string {
  const { request } = judgement;
  const is = expectation.verdict === 'allow' ? 'is not' : 'is';
  if (expectation.expects === 'trust') {
    const who = (request?.principal ?? expectation.by).replace(/^[A-Za-z]+:(?=.)/, '');
    return `${who} ${is} allowed to assume ${expectation.role}`;
  }
  const action = request?.action ?? expectation.action;
  return `${expectation.principal} ${is} allowed ${action} on ${request?.resource ?? expectation.on.join(', ')}`;
}

function sayReason(
  { decision }: Judgement & { readonly holds: 'no' },
  find: (reference: StatementReference) => Location | undefined,
): string {
  if (decision === undefined) return 'nobody can say that it holds under every condition';
  const { deciding, verdict } = decision;
  if (decision.stoppedByBoundary === true) return 'the boundary does not allow it';
  if (deciding === undefined) return 'no statement allows it';
  const place = find(deciding);
  const where = place === undefined ? '' : ` (${place.file}:${place.line})`;
  const sid = deciding.sid === undefined ? '' : ` "${deciding.sid}"`;
  const policy = deciding.policy === 'trust policy' ? 'the trust policy' : deciding.policy;
  return `statement ${deciding.index + 1}${sid} of ${policy}${where} ${verdict === 'allowed' ? 'allows' : 'denies'} it`;
}
