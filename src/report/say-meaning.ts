import type { AccessReach, Permission } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { parseArn } from '../model/arn.ts';
import { sayReachTail } from './say-permission.ts';
import type { Style } from './say-statement.ts';

/** Actions that are known for what they mean, not for their level. */
export type Meaning = 'assume' | 'pass' | 'decrypt';

const MEANINGS: Readonly<Record<string, Meaning>> = {
  'sts:AssumeRole': 'assume',
  'iam:PassRole': 'pass',
  'kms:Decrypt': 'decrypt',
};

/** A permission with each action that has a meaning of its own apart, and the rest. */
export function splitMeanings(
  permission: Permission,
): readonly { readonly meaning?: Meaning; readonly part: Permission }[] {
  if (permission.every) return [{ part: permission }];
  const meant = permission.actions.flatMap((action) => {
    const meaning = MEANINGS[`${permission.service}:${action}`];
    return meaning === undefined ? [] : [{ meaning, part: { ...permission, actions: [action] } }];
  });
  if (meant.length === 0) return [{ part: permission }];
  const rest = permission.actions.filter(
    (action) => MEANINGS[`${permission.service}:${action}`] === undefined,
  );
  return [...meant, ...(rest.length === 0 ? [] : [{ part: { ...permission, actions: rest } }])];
}

/** What the one action of a permission lets do: `pass every role to any service (iam:PassRole)`. */
export function sayMeaning(meaning: Meaning, permission: Permission, style: Style): string {
  switch (meaning) {
    case 'assume': {
      const roles = sayRoles(permission, 'every role that trusts it', style);
      return `assume ${roles}${sayReachTail(permission, 'sts', style)}`;
    }
    case 'decrypt': {
      const keys = permission.on.includes('*')
        ? 'every KMS key'
        : `the KMS keys ${sayList(permission.on, style)}`;
      return `decrypt with ${keys}${sayReachTail(permission, 'kms', style)} (${style.quote('kms:Decrypt')})`;
    }
    case 'pass': {
      const { to, rest } = servicesOf(permission, style);
      return `pass ${sayRoles(permission, 'every role', style)} to ${to}${sayReachTail(rest, 'iam', style)} (${style.quote('iam:PassRole')})`;
    }
  }
}

function sayRoles({ on }: AccessReach, every: string, style: Style): string {
  if (on.includes('*')) return every;
  return sayList(on, style);
}

function sayList(patterns: readonly string[], { quote, most }: Style): string {
  const names = patterns.map((pattern) => sayRole(pattern, quote));
  const shown = names.slice(0, Math.min(most, MOST_NAMED)).join(', ');
  const left = names.length - Math.min(most, MOST_NAMED);
  return left > 0 ? `${shown} and ${left} more` : shown;
}

const MOST_NAMED = 3;

/** `role/admin of account 111122223333`. */
function sayRole(pattern: string, quote: Style['quote']): string {
  const arn = parseArn(pattern);
  const isRole =
    arn?.service === 'iam' && arn.resource.startsWith('role/') && /^[0-9]{12}$/.test(arn.account);
  return isRole ? `${quote(arn.resource)} of account ${quote(arn.account)}` : quote(pattern);
}

const PASSED_TO = 'iam:passedtoservice';

/** To which services a role may be passed; and the reach without that condition. */
function servicesOf(reach: Permission, { quote }: Style): { readonly to: string; readonly rest: Permission } {
  const isEquals = ({ key, operator }: ConditionLine): boolean =>
    key.toLowerCase() === PASSED_TO && operator === 'StringEquals';
  const [line] = reach.when.filter(isEquals);
  const spared = reach.except.filter(
    ({ on, notOn, when }) => on.length + notOn.length === 0 && when.length === 1 && when.every(isEquals),
  );
  const rest = {
    ...reach,
    when: reach.when.filter((one) => one !== line),
    except: reach.except.filter((one) => !spared.includes(one)),
  };
  if (line !== undefined)
    return { to: line.values.map(quote).join(' or '), rest: { ...rest, except: reach.except } };
  const services = spared.flatMap(({ when }) => when.flatMap(({ values }) => values));
  const not = services.length === 0 ? '' : `, not only ${services.map(quote).join(', ')}`;
  return { to: `any service${not}`, rest };
}
