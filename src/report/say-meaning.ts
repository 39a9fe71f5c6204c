import type { AccessException, AccessReach, Permission } from '../model/access.ts';
import type { ConditionLine } from '../model/statement.ts';
import { parseArn } from '../model/arn.ts';
import { otherExceptions, sayWhen } from './say-condition.ts';
import { sayReachTail, sparing } from './say-permission.ts';
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

/** What the one action of a permission lets do: `pass every role to any service (iam:PassRole)`; or, lost, no longer does. */
export function sayMeaning(meaning: Meaning, permission: Permission, isLost: boolean, style: Style): string {
  const every = isLost ? 'any' : 'every';
  switch (meaning) {
    case 'assume': {
      const roles = sayRoles(permission, `${every} role that trusts it`, style);
      const tail = sayReachTail({ ...permission, notOn: [] }, 'sts', style);
      return `assume ${roles}${tail}${saySpared(permission.notOn, style)}`;
    }
    case 'decrypt': {
      const keys = permission.on.includes('*') ? `${every} KMS key` : sayKeys(permission.on, every, style);
      const tail = sayReachTail({ ...permission, notOn: [] }, 'kms', style);
      return `decrypt with ${keys}${tail}${saySpared(permission.notOn, style)} (${style.quote('kms:Decrypt')})`;
    }
    case 'pass': {
      const { to, rest } = servicesOf(permission, isLost, style);
      const roles = otherExceptions(rest, style).filter(
        ({ on, notOn }) => on.length > 0 && notOn.length === 0,
      );
      const tail = sayReachTail(
        { ...rest, notOn: [], except: rest.except.filter((one) => !roles.includes(one)) },
        'iam',
        style,
      );
      const spared = [
        saySpared(rest.notOn, style),
        ...roles.map((one) => `, ${sparing(style)} ${saySparedRoles(one, style)}`),
      ].join('');
      return `pass ${sayRoles(permission, `${every} role`, style)} to ${to}${tail}${spared} (${style.quote('iam:PassRole')})`;
    }
  }
}

/** `, except role/admin of account 111122223333`; or, of what can be done there already, `, not only …`. */
function saySpared(patterns: readonly string[], style: Style): string {
  if (patterns.length === 0) return '';
  return `, ${sparing(style)} ${sayList(patterns, style)}`;
}

/** `every KMS key of account 111122223333 in eu-west-1`, where that is what a pattern stands for. */
function sayKeys(patterns: readonly string[], every: string, style: Style): string {
  const [pattern = '', ...more] = patterns;
  const arn = parseArn(pattern);
  if (more.length === 0 && arn?.resource === 'key/*') {
    const account = arn.account === '*' ? 'every account' : `account ${style.quote(arn.account)}`;
    return `${every} KMS key of ${account}${arn.region === '*' ? '' : ` in ${style.quote(arn.region)}`}`;
  }
  return `the KMS key${more.length === 0 ? '' : 's'} ${sayList(patterns, style)}`;
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
  if (arn?.service !== 'iam' || !arn.resource.startsWith('role/')) return quote(pattern);
  if (arn.account === '*') return `${quote(arn.resource)} of every account`;
  return /^[0-9]{12}$/.test(arn.account)
    ? `${quote(arn.resource)} of account ${quote(arn.account)}`
    : quote(pattern);
}

/** `role/app-* of account 111122223333 to ec2.amazonaws.com`. */
function saySparedRoles({ on, when }: AccessException, style: Style): string {
  const to = when.filter((one) => isPassedTo(one));
  const services = to.flatMap(({ values }) => values.map(style.quote));
  const others = when.filter((line) => !to.includes(line));
  const roles = on.map((pattern) => sayRole(pattern, style.quote)).join(' and ');
  return `${roles}${services.length === 0 ? '' : ` to ${services.join(' or ')}`}${sayWhen(others, style)}`;
}

function isPassedTo(
  { key, operator }: ConditionLine,
  operators: readonly string[] = ['StringEquals'],
): boolean {
  return key.toLowerCase() === PASSED_TO && operators.includes(operator);
}

const PASSED_TO = 'iam:passedtoservice';

/** To which services a role may be passed; and the reach without that condition. */
function servicesOf(
  reach: Permission,
  isLost: boolean,
  { quote }: Style,
): { readonly to: string; readonly rest: Permission } {
  const [line] = reach.when.filter((one) => isPassedTo(one, ['StringEquals', 'StringLike']));
  const spared = reach.except.filter(
    ({ on, notOn, when }) =>
      on.length + notOn.length === 0 && when.length === 1 && when.every((one) => isPassedTo(one)),
  );
  const rest = {
    ...reach,
    when: reach.when.filter((one) => one !== line),
    except: reach.except.filter((one) => !spared.includes(one)),
  };
  if (line !== undefined) {
    const named = line.values.map(quote).join(' or ');
    const to = line.values.some((value) => /[*?]/.test(value)) ? `services like ${named}` : named;
    return { to, rest: { ...rest, except: reach.except } };
  }
  const services = spared.flatMap(({ when }) => when.flatMap(({ values }) => values));
  const said = services.map(quote).join(' and ');
  if (services.length === 0) return { to: 'any service', rest };
  return { to: isLost ? `services other than ${said}` : `any service, not only ${said}`, rest };
}
