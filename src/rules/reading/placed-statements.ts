import type { Address } from '../../model/address.ts';
import type { Location } from '../../model/diagnostic.ts';
import type { DesiredResource } from '../../model/integration.ts';
import { isJsonArray, isJsonObject, type Json } from '../../model/json.ts';
import { addressOfResource } from '../../model/resource.ts';
import { parsePolicy, type ParsedStatement } from '../../policy/parse-policy.ts';
import type { PolicyContext, PolicyType } from '../../policy/policy-type.ts';
import { kept } from './kept.ts';

const TRUST = 'AssumeRolePolicyDocument';

/** A statement of a declared document, and where it stands. */
export interface PlacedStatement {
  readonly address: Address;
  /** For readers: `statement 2 of the inline policy s3-read`. */
  readonly label: string;
  readonly statement: ParsedStatement;
  /** A document with the statement alone, as it is written. */
  readonly written: Json;
  readonly location: Location;
}

/** The documents of a resource with their statements; a statement without a certain meaning is left out. */
export const placedStatements: (item: DesiredResource, context: PolicyContext) => PlacedDocuments = kept(
  (item: DesiredResource, context: PolicyContext) => [
    trustStatements(item, context),
    ...identityStatements(item, context),
  ],
);

type PlacedDocuments = readonly (readonly PlacedStatement[])[];

/** The statements of a role's trust policy; a statement without a certain meaning is left out. */
export const trustStatements: (item: DesiredResource, context: PolicyContext) => readonly PlacedStatement[] =
  kept((item: DesiredResource, context: PolicyContext) =>
    statementsOf(item, item.resource.properties[TRUST], TRUST, 'trust policy', context, 'trust'),
  );

function identityStatements(item: DesiredResource, context: PolicyContext): PlacedDocuments {
  const { properties } = item.resource;
  const inline = properties['Policies'];
  const policies = (isJsonArray(inline) ? inline : []).filter(isJsonObject).map((policy) => {
    const name = typeof policy['PolicyName'] === 'string' ? policy['PolicyName'] : '';
    return statementsOf(item, policy['PolicyDocument'], `Policies/${name}`, `inline policy ${name}`, context);
  });
  return [statementsOf(item, properties['PolicyDocument'], 'PolicyDocument', 'policy', context), ...policies];
}

function statementsOf(
  item: DesiredResource,
  document: Json | undefined,
  key: string,
  label: string,
  context: PolicyContext,
  type: PolicyType = 'identity',
): readonly PlacedStatement[] {
  if (!isJsonObject(document)) return [];
  const json = document['Statement'] ?? [];
  return (isJsonArray(json) ? json : [json]).flatMap((one, index) => {
    const written = { ...document, Statement: [one] };
    const [statement] = parsePolicy(written, type, context) ?? [];
    if (statement === undefined) return [];
    const [property = ''] = key.split('/');
    const place = item.statementLocations?.[key]?.[index] ?? item.propertyLocations[property];
    return [
      {
        address: addressOfResource(item.resource),
        label: `statement ${index + 1} of the ${label}`,
        statement,
        written,
        location: place ?? item.location,
      },
    ];
  });
}
