import type { AccessDelta, Permission, UnreadPolicy } from '../model/access.ts';
import { DIRECTIONS, type Direction } from './directions.ts';
import { usefulParts } from './idle-parts.ts';
import { sayMeaning, splitMeanings } from './say-meaning.ts';
import { sayPermission } from './say-permission.ts';
import { sayTrustDelta } from './say-newcomer.ts';
import type { LineSymbol } from './report-line.ts';
import type { Style } from './say-statement.ts';
import { styleOf } from './widened.ts';

/** One sentence of an access delta. */
export interface AccessSentence {
  readonly symbol: Extract<LineSymbol, '+' | '-' | '~' | '?'>;
  readonly text: string;
}

/** What a delta means, in sentences: who may come in first, then what is gained, then what is lost, then what is not known. */
export function describeAccess(delta: AccessDelta, name: string, style: Style): readonly AccessSentence[] {
  const say =
    (direction: Direction) =>
    (permission: Permission): readonly AccessSentence[] => {
      const { symbol, verb, can } = direction;
      const own = styleOf([permission], direction, delta, style);
      return splitMeanings(permission).map(({ meaning, part }) => ({
        symbol,
        text:
          meaning === undefined
            ? `${name} ${verb} ${sayPermission(part, own)}`
            : `${name} ${can} ${sayMeaning(meaning, part, symbol === '-', own)}`,
      }));
    };
  const sayIdlePart = ({ symbol, verb }: Direction, part: Permission): AccessSentence => ({
    symbol,
    text: `${name} ${verb} ${sayPermission(part, style)}${ofNoUse(part.actions)}`,
  });
  const parts = DIRECTIONS.flatMap((direction) =>
    usefulParts(delta, direction.list).map((one) => ({ direction, ...one })),
  );
  const trust = delta.trust === undefined ? [] : sayTrustDelta(delta.trust, name, style);
  return [
    ...trust.map(({ opens, text }): AccessSentence => ({ symbol: opens ? '+' : '-', text })),
    ...parts.flatMap(({ direction, useful }) => (useful === undefined ? [] : say(direction)(useful))),
    ...parts.flatMap(({ direction, idle }) => (idle === undefined ? [] : [sayIdlePart(direction, idle)])),
    ...sayTooComplex(delta, name),
    ...sayUnreadPolicies(delta.unread, name, style),
  ];
}

/** What gives nothing by itself, by name. */
export function sayIdle({ idle = [] }: AccessDelta, name: string, style: Style): readonly AccessSentence[] {
  if (idle.length === 0) return [];
  const text = `${name} is newly allowed ${idle.map(style.quote).join(', ')}${ofNoUse(idle)}`;
  return [{ symbol: '~', text }];
}

function ofNoUse(actions: readonly string[]): string {
  const it = actions.length === 1 ? 'it' : 'them';
  return `, and has no use of ${it}: AWS also asks for another resource, on which nothing allows ${it}`;
}

/** An upper bound stands above: it must not be read as what is so. */
export function sayTooComplex(delta: AccessDelta, name: string): readonly AccessSentence[] {
  const say = (policies: string, directions: AccessDelta['tooComplex'] = []): readonly AccessSentence[] =>
    directions.map((direction) => ({
      symbol: '?',
      text: `${policies} of ${name} ${policies.endsWith('s') ? 'are' : 'is'} too complex to compare exactly: what may be ${direction === 'gains' ? 'gained' : 'lost'} is at most this, and may be nothing`,
    }));
  return [...say('the policies', delta.tooComplex), ...say('the trust policy', delta.trust?.tooComplex)];
}

/** Policies that the delta is without. */
export function sayUnreadPolicies(
  unread: readonly UnreadPolicy[],
  name: string,
  style: Style,
): readonly AccessSentence[] {
  return unread.map((policy) => ({ symbol: '?', text: sayUnread(policy, name, style) }));
}

const CHANGES: Readonly<Record<UnreadPolicy['change'], string>> = {
  attached: 'gets',
  detached: 'loses',
  kept: 'keeps',
};

const MEMBERSHIPS: typeof CHANGES = { attached: 'joins', detached: 'leaves', kept: 'is in' };

function sayUnread({ policy, role, change, unclear }: UnreadPolicy, name: string, style: Style): string {
  const { quote } = style;
  if (unclear !== undefined) {
    const when =
      change === 'kept' ? '' : change === 'attached' ? ', after this change,' : ', before this change,';
    const which =
      role === 'trust'
        ? 'the trust policy'
        : `the ${role === 'boundary' ? 'boundary' : 'policy'} ${quote(policy)}`;
    const gave = role === 'trust' ? 'who can assume it by that' : 'what it gives or takes';
    return `${which} of ${name}${when} has a part that rolekeeper cannot judge (${style.prose(unclear)}): ${gave} is not in this comparison`;
  }
  const group = /^group\/(.+)$/.exec(policy)?.[1];
  if (group !== undefined)
    return `${name} ${MEMBERSHIPS[change]} the group ${quote(group)}: what that allows was not read`;
  const what = role === 'boundary' ? 'the boundary' : role === 'trust' ? 'the trust policy' : 'the policy';
  return `${name} ${CHANGES[change]} ${what} ${quote(policy)}: contents not read`;
}
