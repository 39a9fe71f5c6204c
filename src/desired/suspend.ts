import { parseAddress } from '../model/address.ts';
import { hasExpired } from '../model/dates.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { SUSPENSION_POLICY, type Integration } from '../model/integration.ts';
import { isJsonArray, type JsonObject } from '../model/json.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { normaliseResource } from '../kinds/normalise.ts';
import { kindSpec } from '../kinds/registry.ts';
import { errorAt } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf, textOf, type SourceMap } from './source-tree.ts';

const DENY_ALL: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
};

/**
 * The properties of a resource of a suspended integration: nothing is taken away, and everything is denied. Groups only
 * lend what they have to users, who are cut off themselves.
 */
export function suspend(spec: KindSpec, properties: JsonObject): JsonObject {
  if (!spec.isPrincipal) return properties;
  const policies = isJsonArray(properties['Policies']) ? properties['Policies'] : [];
  return {
    ...properties,
    Policies: [...policies, { PolicyName: SUSPENSION_POLICY, PolicyDocument: DENY_ALL }],
  };
}

/**
 * The integration as it is on a day: from the day on that `expires` names, it is suspended as `suspend: true` does it. The
 * account has that once it is planned, reviewed and applied like any other change of a file.
 */
export function asOf(integration: Integration, today: string): Integration {
  if (integration.suspended === true || !hasExpired(integration, today)) return integration;
  const resources = integration.resources.map((declared) => {
    const { kind, name, properties } = declared.resource;
    const spec = kindSpec(kind);
    const named = { ...suspend(spec, properties), [spec.nameProperty]: name };
    return spec.isPrincipal ? { ...declared, resource: normaliseResource(spec, named) } : declared;
  });
  return { ...integration, suspended: true, expired: true, resources };
}

/** A suspension that could not be made: the name of its policy is taken, or the field that it is to stand in is not compared. */
export function checkSuspension(
  root: SourceMap,
  resources: readonly SourceResource[],
): readonly Diagnostic[] {
  return [...takenNames(resources), ...uncomparedPolicies(root)];
}

function uncomparedPolicies(root: SourceMap): readonly Diagnostic[] {
  const suspend = entryOf(root, 'suspend')?.value;
  const isSuspended = suspend?.type === 'scalar' && suspend.value === true;
  const key = isSuspended ? 'suspend' : entryOf(root, 'expires') === undefined ? undefined : 'expires';
  if (key === undefined) return [];
  return itemsOf(entryOf(root, 'ignore')?.value).flatMap((item) => {
    const place = entryOf(item, 'field')?.value.location;
    const address = parseAddress(textOf(item, 'address') ?? '');
    if (place === undefined || address === undefined || textOf(item, 'field') !== 'Policies') return [];
    if (!kindSpec(address.kind).isPrincipal) return [];
    const message = `Policies of ${textOf(item, 'address') ?? ''} are not compared, so that "${key}:" could not deny it anything`;
    return [errorAt(place, 'contradiction', message, `remove this line, or "${key}:"`)];
  });
}

function takenNames(resources: readonly SourceResource[]): readonly Diagnostic[] {
  return resources.flatMap(({ node }) =>
    itemsOf(entryOf(node, 'Policies')?.value).flatMap((policy) => {
      const place = entryOf(policy, 'PolicyName')?.value.location;
      if (place === undefined || textOf(policy, 'PolicyName')?.toLowerCase() !== SUSPENSION_POLICY) return [];
      const message = `"${SUSPENSION_POLICY}" is the name of the policy that "suspend: true" makes`;
      return [
        errorAt(place, 'reserved-name', message, 'write "suspend: true" at the top, or choose another name'),
      ];
    }),
  );
}
