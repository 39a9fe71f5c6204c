import type { Diagnostic } from '../model/diagnostic.ts';
import { SUSPENSION_POLICY } from '../model/integration.ts';
import { isJsonArray, type JsonObject } from '../model/json.ts';
import type { KindSpec } from '../kinds/kind.ts';
import { errorAt } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf, textOf } from './source-tree.ts';

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

/** The name of the policy that suspends is taken. */
export function checkSuspension(resources: readonly SourceResource[]): readonly Diagnostic[] {
  return resources.flatMap(({ node }) =>
    itemsOf(entryOf(node, 'Policies')?.value).flatMap((policy) => {
      const place = entryOf(policy, 'PolicyName')?.value.location;
      if (place === undefined || textOf(policy, 'PolicyName')?.toLowerCase() !== SUSPENSION_POLICY) return [];
      const message = `"${SUSPENSION_POLICY}" is the name of the policy that "suspend: true" makes`;
      return [errorAt(place, 'reserved-name', message, 'write "suspend: true" at the top, or choose another name')];
    }),
  );
}
