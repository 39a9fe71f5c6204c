import type { Address } from '../model/address.ts';
import type { Scope } from '../model/integration.ts';
import type { LiveResource } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import { isPathOfAws } from '../kinds/path-of-aws.ts';
import { undecodedIn } from '../kinds/undecoded.ts';
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
      reason: 'only AWS creates and changes roles on its path',
      hint: 'nothing: AWS manages it',
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
      hint: `rolekeeper adopt ${address} --update writes what was edited in the account into that file`,
    };
  }
  const [unclear] = undecodedIn(resource);
  if (unclear !== undefined) return { address, reason: `${unclear.what} is not a JSON object` };
  if (uncheckedProperties.length > 0)
    return {
      address,
      reason: `${uncheckedProperties.join(', ')} could not be read`,
      hint: 'docs/permissions.md has the permissions of the plan role',
    };
  return undefined;
}
