import { accountOfPrincipal, iamArn } from '../../model/arn.ts';
import type { Integration } from '../../model/integration.ts';
import type { ConditionLine } from '../../model/statement.ts';
import type { PolicyContext } from '../../policy/policy-type.ts';
import { demands, literalStart } from './demand.ts';
import { trustEntries, type TrustEntry, type WayIn } from './trust-entry.ts';

/**
 * The Allows of the integration's trust policies, in the place of `*` with the principals that the conditions name:
 * `aws:PrincipalAccount` an account, `aws:PrincipalArn` a role or user.
 */
export function namedEntries(
  integration: Pick<Integration, 'resources'>,
  way: WayIn,
  context: PolicyContext,
): readonly TrustEntry[] {
  return trustEntries(integration, way, context).map((entry) => ({
    ...entry,
    principals: entry.principals.flatMap((principal) =>
      principal === '*' ? inConditions(entry.conditions, context) : [principal],
    ),
  }));
}

function inConditions(conditions: readonly ConditionLine[], context: PolicyContext): readonly string[] {
  const named = conditions.filter(demands).flatMap((line) => {
    const principals = line.values.map((value) => NAMED[line.key]?.(value, line, context));
    return principals.every((one) => one !== undefined) ? [principals] : [];
  });
  // Of several conditions all must hold: what names the fewest is told.
  return [...named].sort((a, b) => a.length - b.length)[0] ?? [];
}

type Named = (value: string, line: ConditionLine, context: PolicyContext) => string | undefined;

const NAMED: Readonly<Record<string, Named | undefined>> = {
  'aws:principalarn': (value, line, context) => {
    const principal = `AWS:${value}`;
    const account = accountOfPrincipal(principal);
    if (account === undefined) return undefined;
    // Of a pattern of names it is the account, which the condition narrows.
    return literalStart(line, value) === value && !/[*?]/.test(value) ? principal : rootOf(account, context);
  },
  'aws:principalaccount': (value, line, context) =>
    /^\d{12}$/.test(literalStart(line, value)) ? rootOf(value, context) : undefined,
};

function rootOf(account: string, { partition }: PolicyContext): string {
  return `AWS:${iamArn({ partition, account }, 'root')}`;
}
