import type { ConditionLine } from '../../model/statement.ts';
import { parseOperator } from '../../policy/condition-operator.ts';
import type { ParsedPatterns } from '../../policy/parse-policy.ts';

/** Actions on items, each of which names their keys; a scan names none. */
const ON_ITEMS = [
  'batchgetitem',
  'batchwriteitem',
  'conditioncheckitem',
  'deleteitem',
  'getitem',
  'putitem',
  'query',
  'updateitem',
].map((name) => `dynamodb:${name}`);
const ON_RECORDS = ['route53:changeresourcerecordsets'];
const OF_MAILS = [
  'sendbulkemail',
  'sendbulktemplatedemail',
  'sendemail',
  'sendrawemail',
  'sendtemplatedemail',
].map((name) => `ses:${name}`);

/**
 * Keys that AWS documents with ForAllValues, by the actions of which every request has them: there the condition never
 * holds for want of the key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html,
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html,
 * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 */
const SENT_BY: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:leadingkeys': ON_ITEMS,
  'route53:changeresourcerecordsetsactions': ON_RECORDS,
  'route53:changeresourcerecordsetsnormalizedrecordnames': ON_RECORDS,
  'route53:changeresourcerecordsetsrecordtypes': ON_RECORDS,
  'ses:recipients': OF_MAILS,
};

/** A line as it is for actions that always send its key: `ForAllValues:StringLike` asks as much as `StringLike` there. */
export function whereAlwaysSent(line: ConditionLine, { negated, patterns }: ParsedPatterns): ConditionLine {
  const senders = Object.hasOwn(SENT_BY, line.key) ? SENT_BY[line.key] : undefined;
  const parsed = senders === undefined || negated ? undefined : parseOperator(line.operator);
  if (parsed?.qualifier !== 'ForAllValues:' || parsed.ifExists) return line;
  const isSent = patterns.every((pattern) => senders?.includes(pattern) === true);
  return isSent ? { ...line, operator: parsed.base.name } : line;
}
