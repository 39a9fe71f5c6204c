import { addressOfResource } from '../../model/resource.ts';
import type { Address } from '../../model/address.ts';
import type { Location } from '../../model/diagnostic.ts';
import type { Integration } from '../../model/integration.ts';
import type { ConditionLine } from '../../model/statement.ts';
import { nameTest } from '../../access/action-classes.ts';
import type { ParsedStatement } from '../../policy/parse-policy.ts';
import type { PolicyContext } from '../../policy/policy-type.ts';
import { isAbout, requiredBy } from './demand.ts';
import { trustStatements } from './placed-statements.ts';

/** The ways into a role, in lower case as the canonical form has them. */
export type WayIn = 'sts:assumerole' | 'sts:assumerolewithsaml' | 'sts:assumerolewithwebidentity';

/** One Allow of a role's trust policy: who can come in, and what a request must show. */
export interface TrustEntry {
  readonly address: Address;
  /** `AWS:…`, `Service:…`, `Federated:…` or `*`. */
  readonly principals: readonly string[];
  /** The conditions of the statement, and those without which a Deny of the same policy refuses everybody. */
  readonly conditions: readonly ConditionLine[];
  readonly location: Location;
}

/** Every Allow of the integration's trust policies that lets a principal in on a certain way. */
export function trustEntries(
  { resources }: Pick<Integration, 'resources'>,
  way: WayIn,
  context: PolicyContext,
): readonly TrustEntry[] {
  return resources.flatMap((item) => {
    const placed = trustStatements(item, context).filter(({ statement }) => allowsWay(statement, way));
    const statements = placed.map(({ statement }) => statement);
    return placed.flatMap(({ statement, location }): readonly TrustEntry[] => {
      const { effect, principals: named = [], condition } = statement;
      const principals = named.filter((one) => !statements.some((other) => refuses(other, one)));
      if (effect !== 'Allow' || principals.length === 0) return [];
      const conditions = [...condition, ...statements.flatMap((one) => requiredBy(one, principals))];
      return [{ address: addressOfResource(item.resource), principals, conditions, location }];
    });
  });
}

/** Whether a Deny keeps a principal out whatever its requests show. */
function refuses({ effect, condition, principals }: ParsedStatement, principal: string): boolean {
  return effect === 'Deny' && condition.length === 0 && isAbout(principals, principal);
}

function allowsWay({ action }: ParsedStatement, way: WayIn): boolean {
  return action.patterns.some((pattern) => nameTest(pattern)(way)) !== action.negated;
}
