import { addressOfResource } from '../../model/resource.ts';
import type { Address } from '../../model/address.ts';
import type { Location } from '../../model/diagnostic.ts';
import type { DesiredResource, Integration } from '../../model/integration.ts';
import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import type { ConditionLine } from '../../model/statement.ts';
import { nameTest } from '../../access/action-classes.ts';
import { parsePolicy, type ParsedStatement } from '../../policy/parse-policy.ts';
import type { PolicyContext } from '../../policy/policy-type.ts';
import { requiredBy } from './demand.ts';

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

interface PlacedStatement {
  readonly statement: ParsedStatement;
  readonly location: Location;
}

/** Every Allow of the integration's trust policies that lets a principal in on a certain way. */
export function trustEntries(
  { resources }: Pick<Integration, 'resources'>,
  way: WayIn,
  context: PolicyContext,
): readonly TrustEntry[] {
  return resources.flatMap((item) => {
    const statements = statementsOf(item, context).filter(({ statement }) => allowsWay(statement, way));
    const required = statements.flatMap(({ statement }) => requiredBy(statement));
    return statements
      .filter(({ statement }) => statement.effect === 'Allow')
      .map(({ statement, location }) => ({
        address: addressOfResource(item.resource),
        principals: statement.principals ?? [],
        conditions: [...statement.condition, ...required],
        location,
      }));
  });
}

const TRUST = 'AssumeRolePolicyDocument';

function statementsOf(item: DesiredResource, context: PolicyContext): readonly PlacedStatement[] {
  const document = item.resource.properties[TRUST];
  if (!isJsonObject(document)) return [];
  const json = document['Statement'] ?? [];
  return (isJsonArray(json) ? json : [json]).flatMap((one: Json, index) => {
    const [statement] = parsePolicy({ ...document, Statement: [one] }, 'trust', context) ?? [];
    const place = item.statementLocations?.[TRUST]?.[index] ?? item.propertyLocations[TRUST];
    return statement === undefined ? [] : [{ statement, location: place ?? item.location }];
  });
}

function allowsWay({ action }: ParsedStatement, way: WayIn): boolean {
  return action.patterns.some((pattern) => nameTest(pattern)(way)) !== action.negated;
}
