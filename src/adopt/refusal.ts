import type { Address } from '../model/address.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { Scope } from '../model/integration.ts';
import type { LiveResource } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { isPathOfAws } from '../kinds/path-of-aws.ts';
import { kindSpec } from '../kinds/registry.ts';
import { keyOfResource } from './written-resource.ts';

/** Something that is not adopted, and why. */
export interface Refusal {
  readonly address: Address;
  readonly reason: string;
  readonly hint?: string;
}

/** Why a live resource cannot be written into a file at all; undefined where it can be tried. */
export function refusalOf(live: LiveResource, scope: Scope): Refusal | undefined {
  const { resource, uncheckedProperties } = live;
  const address = addressOfResource(resource);
  if (isPathOfAws(resource.properties['Path'])) {
    return {
      address,
      reason: 'only AWS makes and changes roles on its path',
      hint: 'nothing is to be done about it',
    };
  }
  const declared = scope.integrations
    .flatMap(({ resources }) => resources)
    .find((one) => keyOfResource(one.resource) === keyOfResource(resource));
  if (declared !== undefined) {
    const { file, line } = declared.location;
    return {
      address,
      reason: `${file}:${line} declares it`,
      hint: `rolekeeper adopt ${address} --update takes what was edited in the account over into that file`,
    };
  }
  if (uncheckedProperties.length > 0)
    return {
      address,
      reason: `${uncheckedProperties.join(', ')} could not be read`,
      hint: 'docs/permissions.md has the permissions of the plan role',
    };
  const unclear = undecoded(live);
  return unclear === undefined ? undefined : { address, reason: `${unclear} is no JSON object` };
}

/** The first document that IAM gave and that cannot be decoded. */
export function undecoded({ resource: { kind, properties } }: LiveResource): string | undefined {
  for (const { property, shape } of kindSpec(kind).fields) {
    const value: Json = properties[property] ?? null;
    if (value === null) continue;
    if (shape === 'trust-policy' || shape === 'identity-policy') {
      if (!isJsonObject(value)) return property;
    } else if (shape === 'inline-policies' && isJsonArray(value)) {
      const broken = value.filter(isJsonObject).find((one) => !isJsonObject(one['PolicyDocument']));
      if (broken !== undefined) return `the inline policy ${JSON.stringify(broken['PolicyName'])}`;
    }
  }
  return undefined;
}
