import { nameInArn, parseArn } from '../model/arn.ts';
import type { ConditionLine } from '../model/statement.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';
import { fillVariables, splitVariables, type VariableValues } from '../policy/policy-variable.ts';
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

/**
 * What the variables of a principal's policies stand for in its requests. A user's name and tags are none of a session that it gives
 * to others, which reaches nothing by them.
 */
export function ownVariables(arn: string, tags: VariableValues = new Map()): VariableValues {
  const { resource = '' } = parseArn(arn) ?? {};
  const certain = [...ownKeys(arn)].flatMap(([key, values]) => values.map((value) => [key, value] as const));
  const tagged = [...tags].map(([key, value]) => [`${TAG}${key}`, value] as const);
  const named = resource.startsWith('user/') ? [[USER_NAME, nameInArn(arn)] as const] : [];
  return new Map([...certain, ...tagged, ...named]);
}

const USER_NAME = 'aws:username';
const TAG = 'aws:principaltag/';

/** Rows with values in the place of the variables of their resources, as far as they hold for every request. */
export function rowsWithValues(rows: readonly Row[], values: VariableValues): readonly Row[] {
  // A session that a user gives to others has neither its name nor its tags: a Deny by them denies it nothing, and an
  // Allow of all else allows it all.
  const isOfUser = values.has(USER_NAME);
  const always = new Map(
    [...values].filter(([key]) => !isOfUser || (key !== USER_NAME && !key.startsWith(TAG))),
  );
  return rows.map((row) => {
    const { within, without, lines } = row.requests;
    if (![...within, ...without].some((pattern) => pattern.includes('${'))) return row;
    const requests = {
      within: within.map((pattern) => fillVariables(pattern, row.effect === 'Allow' ? values : always)),
      without: without.map((pattern) => fillVariables(pattern, always)),
      lines,
    };
    return { ...row, requests, requestsKey: requestsKey(requests) };
  });
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
