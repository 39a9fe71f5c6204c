import type { AccessDelta, Permission } from '../model/access.ts';
import { awsManagedName } from '../model/arn.ts';
import { sayIdle, sayTooComplex, sayUnreadPolicies, type AccessSentence } from './describe-access.ts';
import { bundlesOf, foldBundles } from './permission-bundles.ts';
import { DIRECTIONS, type Direction } from './directions.ts';
import { usefulParts } from './idle-parts.ts';
import { sayBundle } from './say-bundle.ts';
import { sayWhole } from './say-whole.ts';
import { styleOfRole } from './say-caller.ts';
import { sayTrustDelta, type TrustSentence } from './say-newcomer.ts';
import { sayPrincipal, type Style } from './say-statement.ts';
import { styleOf } from './widened.ts';

/** What a person wants to know of a change: so many lines of a principal, whatever it gains and loses. */
export const MOST_LINES = 10;

/** One line of a roll-up. */
export interface RolledSentence extends AccessSentence {
  /** The permissions of the delta that it is about: together the lines are about all of them. */
  readonly of: readonly Permission[];
}

/**
 * What a delta means in at most ten lines, the most dangerous first: who may come in, AWS's policies by name, what is
 * gained, what is lost or all that stays, and what is not known. Each line is true of the delta and none of its
 * permissions is left out, though it may only be counted.
 */
export function rollUpAccess(delta: AccessDelta, name: string, style: Style): readonly RolledSentence[] {
  const trust = delta.trust === undefined ? [] : sayTrustDelta(delta.trust, name, style);
  const policies = sayAwsPolicies(delta, name, style);
  const unknown = [...sayTooComplex(delta, name), ...sayUnreadPolicies(delta.unread, name, style)];
  const whole = sayWhole(delta, name, style);
  const parts = DIRECTIONS.map((direction) => ({
    direction,
    own: usefulParts(delta, direction.list).filter(
      ({ permission }) => !whole.some(({ of }) => of.includes(permission)),
    ),
  }));
  const moves: readonly Moves[] = parts.flatMap(({ direction, own }) => {
    const bundles = bundlesOf(own.flatMap(({ useful }) => (useful === undefined ? [] : [useful])));
    const ofDelta = new Map(own.map(({ permission, useful }) => [useful, permission]));
    const told = bundles.map((bundle) => ({
      ...bundle,
      of: bundle.of.map((one) => ofDelta.get(one) ?? one),
    }));
    return told.length === 0 ? [] : [{ direction, bundles: told }];
  });
  const idleOnly = parts.flatMap(({ own }) =>
    own.flatMap(({ permission, useful }) => (useful === undefined ? [permission] : [])),
  );
  const idle = sayIdle(delta, name, style).map((one): RolledSentence => ({ ...one, of: idleOnly }));
  const fixed = policies.length + whole.length + idle.length;
  const rooms = allot(
    [trust.length, ...moves.map(({ bundles }) => bundles.length), unknown.length],
    [Math.min(3, trust.length), ...moves.map(() => 1), Math.min(1, unknown.length)],
    MOST_LINES - fixed,
  );
  const [forTrust = 0, ...others] = rooms;
  return [
    ...foldTrust(trust, forTrust, styleOfRole(delta.trust ?? {}, style)),
    ...policies,
    ...whole.filter(({ symbol }) => symbol === '+'),
    ...moves.flatMap(({ direction, bundles }, index) =>
      foldBundles(bundles, others[index] ?? 1).map((bundle) => ({
        symbol: direction.symbol,
        text: sayBundle(bundle, direction, name, styleOf(bundle.parts, direction, delta, style)),
        of: bundle.of,
      })),
    ),
    ...whole.filter(({ symbol }) => symbol !== '+'),
    ...idle,
    ...foldUnknown(unknown, others.at(-1) ?? 1),
  ];
}

interface Moves {
  readonly direction: Direction;
  readonly bundles: ReturnType<typeof bundlesOf>;
}

/** Room for each part: what it is guaranteed, and of the rest what it wants, the first parts first. */
function allot(wanted: readonly number[], guaranteed: readonly number[], all: number): readonly number[] {
  let left = all - guaranteed.reduce((sum, one) => sum + one, 0);
  return wanted.map((want, index) => {
    const least = Math.min(guaranteed[index] ?? 0, want);
    const more = Math.max(0, Math.min(want - least, left));
    left -= more;
    return least + more;
  });
}

/** AWS's own policies, known by name: what they allow stands under them. */
function sayAwsPolicies(
  { awsManaged, ...delta }: AccessDelta,
  name: string,
  style: Style,
): readonly RolledSentence[] {
  const say = (
    change: 'attached' | 'detached',
    moves: number,
    symbol: '+' | '-',
    verb: string,
  ): readonly RolledSentence[] => {
    const names = awsManaged
      .filter((policy) => policy.change === change)
      .map(({ arn, version }) => `${style.quote(awsManagedName(arn) ?? arn)} (version ${version})`);
    if (names.length === 0 || moves === 0) return [];
    const [shown, more] = [names.slice(0, MOST_POLICIES), names.length - MOST_POLICIES];
    const rest = more > 0 ? ` and ${more} more` : '';
    const what = names.length === 1 ? 'policy' : 'policies';
    return [{ symbol, of: [], text: `${name} ${verb} AWS's ${what} ${shown.join(', ')}${rest}` }];
  };
  return [
    ...say('attached', delta.gains.length + delta.mayGain.length, '+', 'gets'),
    ...say('detached', delta.loses.length + delta.mayLose.length, '-', 'no longer has'),
  ];
}

const MOST_POLICIES = 4;

/** Sentences about principals that there is no room for become one for each effect. */
function foldTrust(
  sentences: readonly TrustSentence[],
  most: number,
  style: Style,
): readonly RolledSentence[] {
  const line = ({ opens, text }: TrustSentence): RolledSentence => ({
    symbol: opens ? '+' : '-',
    text,
    of: [],
  });
  if (sentences.length <= most) return sentences.map(line);
  // Those that open stand first; of both effects at least one line is left.
  const opening = sentences.filter(({ opens }) => opens);
  const closing = sentences.filter(({ opens }) => !opens);
  const forClosing = closing.length === 0 ? 0 : Math.max(1, most - Math.max(opening.length, 1) - 1);
  return [...cutTrust(opening, most - forClosing, style), ...cutTrust(closing, forClosing, style)].map(line);
}

function cutTrust(sentences: readonly TrustSentence[], most: number, style: Style): readonly TrustSentence[] {
  if (sentences.length <= most) return sentences;
  const rest = sentences.slice(Math.max(0, most - 1));
  const [first] = rest;
  if (first === undefined) return [];
  const others = [...new Set(rest.slice(1).flatMap(({ principals }) => principals))];
  const named = others.slice(0, MOST_PRINCIPALS).map((one) => sayPrincipal(one, style));
  const left = others.length - named.length;
  const more = left > 0 ? ` and ${left} more` : '';
  return [
    ...sentences.slice(0, Math.max(0, most - 1)),
    {
      ...first,
      principals: rest.flatMap(({ principals }) => principals),
      text: `${first.text}; likewise ${named.join(', ')}${more}`,
    },
  ];
}

const MOST_PRINCIPALS = 6;

function foldUnknown(sentences: readonly AccessSentence[], most: number): readonly RolledSentence[] {
  const shown = sentences.slice(0, most).map((one): RolledSentence => ({ ...one, of: [] }));
  const last = shown.at(-1);
  if (last === undefined || sentences.length <= most) return shown;
  const more = sentences.length - most;
  return [
    ...shown.slice(0, -1),
    { ...last, text: `${last.text}; and ${more} more that ${more === 1 ? 'is' : 'are'} not known` },
  ];
}
