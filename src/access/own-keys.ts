import { parseArn } from '../model/arn.ts';
import type { ConditionLine } from '../model/statement.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';
import { splitVariables } from '../policy/policy-variable.ts';
import { holds } from './candidate-contexts.ts';
import { requestsKey } from './request-set.ts';
import type { Row } from './rows.ts';

/**
 * What every request of a role, of a user, or of who is in a group, says of who makes it. A session of a role has the ARN of the role, whatever it
 * is called; a user's policies are also those of sessions that it gives to others (GetFederationToken), which have an ARN of
 * their own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function ownKeys(arn: string): RequestContext {
  const { account = '', resource = '' } = parseArn(arn) ?? {};
  const everybody = [['aws:principalaccount', [account]]] as const;
  return new Map<string, readonly string[]>(
    resource.startsWith('role/')
      ? [...everybody, ['aws:principalarn', [arn]], ['aws:principaltype', ['AssumedRole']]]
      : everybody,
  );
}

/** Rows without the conditions that every request meets, and none that no request can meet. */
export function rowsOfOwn(rows: readonly Row[], own: RequestContext): readonly Row[] {
  const isDecided = (line: ConditionLine): boolean =>
    own.has(line.key) && !line.values.some((value) => hasVariables(value));
  return rows.flatMap((row): readonly Row[] => {
    const { lines } = row.requests;
    const decided = lines.filter(isDecided);
    if (decided.length === 0) return [row];
    if (!decided.every((line) => holds(line, own))) return [];
    const requests = { ...row.requests, lines: lines.filter((line) => !decided.includes(line)) };
    return [{ ...row, requests, requestsKey: requestsKey(requests) }];
  });
}

function hasVariables(value: string): boolean {
  return value.includes('${') && splitVariables(value).some(({ kind }) => kind === 'variable');
}
