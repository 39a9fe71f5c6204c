import { addressKey, kindFacts, parseAddress, type Address } from '../model/address.ts';
import type { Use } from '../model/iam-uses.ts';
import { isJsonArray } from '../model/json.ts';
import { roleName } from '../model/own-roles.ts';
import { kindSpec } from '../kinds/registry.ts';
import type { LookupResults } from './lookup-results.ts';
import type { UsesByKey } from './shared-policy-holders.ts';
import type { PlanInput } from '../plan/input.ts';

/** Which resources rolekeeper itself depends on. */
export interface OwnResources {
  /** Why a resource is one of them; undefined where it is none. */
  readonly whyOwn: (address: Address) => string | undefined;
}

/** What is known of who has which policies. */
interface UseEvidence {
  readonly input: PlanInput;
  readonly answers: LookupResults;
  readonly uses: UsesByKey;
}

/**
 * rolekeeper's own roles, whichever of them the run has, and the managed policies and boundaries on them: a change
 * of those changes what rolekeeper may do.
 *
 * @param names those that the guards name, in lower case
 */
export function ownResources(names: readonly string[], { input, answers, uses }: UseEvidence): OwnResources {
  const roles = new Set([...names, ...input.ownArns.map(roleName)]);
  const attached = attachedTo(roles, input);
  return {
    whyOwn: (address) => {
      const parsed = parseAddress(address);
      if (parsed === undefined) return undefined;
      if (kindSpec(parsed.kind).trustField !== undefined) {
        return roles.has(parsed.name.toLowerCase())
          ? 'is a role that rolekeeper itself works with'
          : undefined;
      }
      const key = addressKey(address);
      const answer = answers[key];
      const holders = [...(uses.get(key) ?? []), ...(answer?.answer === 'uses' ? answer.uses : [])];
      const role =
        attached.get(key) ?? holders.map((use) => ownHolder(use, roles)).find((one) => one !== undefined);
      return role === undefined ? undefined : `is on role/${role}, which rolekeeper itself works with`;
    },
  };
}

/** Own roles by the keys of the policies that they have, as far as the roles themselves were read. */
function attachedTo(roles: ReadonlySet<string>, { live }: PlanInput): ReadonlyMap<string, string> {
  const keys = new Map(
    live.found.map(({ resource, arn }) => [arn, addressKey(`${resource.kind}/${resource.name}`)]),
  );
  return new Map(
    live.found
      .filter(({ resource }) => kindSpec(resource.kind).trustField !== undefined)
      .filter(({ resource }) => roles.has(resource.name.toLowerCase()))
      .flatMap(({ resource: { name, properties } }) => {
        const arns = properties['ManagedPolicyArns'];
        return [...(isJsonArray(arns) ? arns : []), properties['PermissionsBoundary']].flatMap((arn) => {
          const key = typeof arn === 'string' ? keys.get(arn) : undefined;
          return key === undefined ? [] : [[key, name] as const];
        });
      }),
  );
}

function ownHolder(use: Use, roles: ReadonlySet<string>): string | undefined {
  const isHeld =
    (use.use === 'attachment' || use.use === 'boundary') && kindFacts(use.kind).actsBy === 'being-assumed';
  return isHeld && roles.has(use.name.toLowerCase()) ? use.name : undefined;
}
