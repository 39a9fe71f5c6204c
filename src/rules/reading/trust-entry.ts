import { addressOfResource } from '../../model/resource.ts';
import type { Address } from '../../model/address.ts';
import type { Location } from '../../model/diagnostic.ts';
import type { Integration } from '../../model/integration.ts';
import type { ConditionLine } from '../../model/statement.ts';
import { nameTest } from '../../access/action-classes.ts';
import type { ParsedStatement } from '../../policy/parse-policy.ts';
import type { PolicyContext } from '../../policy/policy-type.ts';
import { requiredBy } from './demand.ts';
import { trustStatements } from './placed-statements.ts';

/** The ways into a role, in lower case as the canonical form has them. */
export type WayIn = 'sts:assumerole' | 'sts:assumerolewithsaml' | 'sts:assumerolewithwebidentity';

/** One Allow of a role's trust policy: who may come in, and what a request must show. */
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
    const statements = trustStatements(item, context).filter(({ statement }) => allowsWay(statement, way));
    return statements
      .filter(({ statement }) => statement.effect === 'Allow')
      .map(({ statement: { principals = [], condition }, location }) => ({
        address: addressOfResource(item.resource),
        principals,
        conditions: [...condition, ...statements.flatMap((one) => requiredBy(one.statement, principals))],
        location,
      }));
  });
}

function allowsWay({ action }: ParsedStatement, way: WayIn): boolean {
  return action.patterns.some((pattern) => nameTest(pattern)(way)) !== action.negated;
}
