import type { AccessDelta } from '../model/access.ts';
import { addressKey, type Address } from '../model/address.ts';
import type { Blocker } from '../model/assessment.ts';
import type { IntegrationPlan } from '../model/plan.ts';
import type { PlanAccess } from './access.ts';

/**
 * A new privilege that cannot be told exactly is not applied: a review of it would be a review of a guess. It blocks
 * the integration of the principal, and those whose managed policies or groups it is gained by.
 */
export function tooComplexBlockers({
  access,
  movedBy,
}: PlanAccess): (plan: IntegrationPlan) => readonly Blocker[] {
  const gaining = [...access]
    .filter(([, delta]) => gainsTooMuch(delta))
    .map(([entry]) => ({ entry, by: [entry, ...(movedBy.get(entry) ?? [])].map(keyOf) }));
  return ({ entries, observed }) => {
    if (observed || gaining.length === 0) return [];
    const own = new Set(entries.map(keyOf));
    return gaining
      .filter(({ by }) => by.some((key) => own.has(key)))
      .map(({ entry: { address } }) => ({
        code: 'access-too-complex',
        message: `the policies of ${address} are too complex to compare exactly: what it gains cannot be told`,
        hint: 'write fewer patterns with several wildcards, and fewer denials of them',
      }));
  };
}

function keyOf({ address }: { readonly address: Address }): string {
  return addressKey(address);
}

function gainsTooMuch(access: AccessDelta): boolean {
  return [access, access.trust].some((delta) => delta?.tooComplex?.includes('gains') === true);
}
