import { nameTest } from '../access/action-classes.ts';
import type { JsonObject } from '../model/json.ts';
import type { ConditionLine } from '../model/statement.ts';
import { parsePolicy, type ParsedStatement } from '../policy/parse-policy.ts';
import { requiredBy } from '../rules/reading/demand.ts';

/** A principal that a statement of a trust policy lets assume the role, and what it asks of a request. */
export interface Entrance {
  /** `AWS:…`, `Service:…`, `Federated:…` or `*`. */
  readonly principal: string;
  /** The statement's conditions, and those without which a Deny of the same policy refuses every request. */
  readonly conditions: readonly ConditionLine[];
}

const WAYS = ['sts:assumerole', 'sts:assumerolewithwebidentity', 'sts:assumerolewithsaml'];

/** Every principal that each statement of a trust policy lets in; undefined where a part of it has no certain meaning. */
export function entrancesOf(trust: JsonObject, partition: string): readonly Entrance[] | undefined {
  const statements = parsePolicy(trust, 'trust', { partition });
  return statements
    ?.filter((statement) => statement.effect === 'Allow' && letsIn(statement))
    .flatMap(({ principals = [], condition }) =>
      principals.map((principal) => ({
        principal,
        conditions: [...condition, ...statements.flatMap((one) => requiredBy(one, [principal]))],
      })),
    );
}

function letsIn({ action }: ParsedStatement): boolean {
  return WAYS.some((way) => action.patterns.some((pattern) => nameTest(pattern)(way)) !== action.negated);
}

/** Who is let in, each once. */
export function namesOf(entrances: readonly Entrance[]): string {
  return [...new Set(entrances.map(({ principal }) => principal.replace(/^[A-Za-z]+:(?=.)/, '')))].join(', ');
}
