import type { Json } from '../model/json.ts';
import { parsePolicy, type ParsedStatement } from '../policy/parse-policy.ts';
import type { PolicyContext } from '../policy/policy-type.ts';
import { trustedPrincipals } from '../policy/trusted-principals.ts';
import { nameTest } from './action-classes.ts';
import { canCall } from './principal-actions.ts';
import { PRINCIPAL_DOMAIN } from './principal-domain.ts';

const ASSUMING = ['sts:assumerole', 'sts:assumerolewithwebidentity', 'sts:assumerolewithsaml'];

/**
 * The principals that can assume a role by its trust policy, whatever its conditions; sorted, without repeats. A
 * federation that is trusted with `sts:AssumeRole` alone is none of them. Of a document without a certain meaning, every
 * principal that it names.
 */
export function assumingPrincipals(document: Json, context: PolicyContext): readonly string[] {
  const named = trustedPrincipals(document, context);
  const statements = parsePolicy(document, 'trust', context);
  if (statements === undefined) return named;
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  return named.filter((principal) =>
    allows.some(
      (allow) =>
        allow.principals?.includes(principal) === true &&
        assumingActions(principal, allow, statements).length > 0,
    ),
  );
}

/** The actions by which a principal assumes the role: allowed here, not denied outright, and such as it can call. */
export function assumingActions(
  principal: string,
  allow: ParsedStatement,
  statements: readonly ParsedStatement[],
): readonly string[] {
  const closing = statements.filter(
    ({ effect, condition, principals }) =>
      effect === 'Deny' &&
      condition.length === 0 &&
      principals?.some((one) => PRINCIPAL_DOMAIN.covers(one, principal)) === true,
  );
  return ASSUMING.filter(
    (action) =>
      namesAction(allow, action) &&
      canCall(principal, action.slice('sts:'.length)) &&
      !closing.some((deny) => namesAction(deny, action)),
  );
}

/** Whether a statement is about an action. */
export function namesAction({ action }: ParsedStatement, name: string): boolean {
  return action.patterns.some((pattern) => nameTest(pattern)(name)) !== action.negated;
}
