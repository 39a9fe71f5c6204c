import type { Address } from './address.ts';
import type { Location } from './diagnostic.ts';
import { keysOf, recordOf } from './keys.ts';

/** `error`: the integration is not applied; `warning`: shown; `off`: not shown. */
export const RULE_LEVELS = ['error', 'warning', 'off'] as const;

export type RuleLevel = (typeof RULE_LEVELS)[number];

/** Every review rule, with the level that it has where the settings do not say another. */
export const DEFAULT_LEVELS = {
  'trust-anybody': 'error',
  'full-admin': 'error',
  'trust-without-external-id': 'warning',
  'shared-principal-without-external-id': 'warning',
  'weak-external-id': 'warning',
  'confused-deputy': 'warning',
  'oidc-without-subject': 'warning',
  'federation-without-audience': 'warning',
  'vendor-account': 'warning',
  'misleading-condition': 'warning',
  'privilege-escalation': 'warning',
  'data-on-everything': 'warning',
  'opens-resources': 'warning',
  'removes-guards': 'warning',
  'wildcard-write': 'warning',
  'user-credentials': 'warning',
  'overdue-review': 'warning',
  'undeclared-outside-trust': 'warning',
  'redundant-statement': 'off',
  'root-with-principal-arn': 'off',
} as const satisfies Readonly<Record<string, RuleLevel>>;

export type RuleName = keyof typeof DEFAULT_LEVELS;

export const RULE_NAMES = keysOf(DEFAULT_LEVELS);

export type RuleLevels = Readonly<Record<RuleName, RuleLevel>>;

/** What a review rule says about a resource. */
export interface Finding {
  readonly rule: RuleName;
  readonly level: Exclude<RuleLevel, 'off'>;
  readonly address: Address;
  /** Absent where no desired file declares the resource. */
  readonly integration?: string;
  /** What is wrong, with the address in it. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
  /** The statement that it is about, or the resource. */
  readonly location?: Location;
}

/** A finding that the desired file accepts, in the diff where the reviewer sees it. */
export interface RuleException {
  readonly rule: RuleName;
  readonly address: Address;
  readonly reason: string;
  /** The first day on which it no longer holds, `YYYY-MM-DD`; absent: until it is taken out. */
  readonly until?: string;
}

/** What the settings of a scope say of the rules. */
export interface RuleSettings {
  /** Those that differ from DEFAULT_LEVELS, or say the same once more. */
  readonly rules?: Readonly<Partial<RuleLevels>>;
  /** Accounts that do not count as outside, besides the scope's own; twelve digits each. */
  readonly ownAccounts?: readonly string[];
}

/** The level of every rule. */
export function levelsOf({ rules }: RuleSettings): RuleLevels {
  return { ...DEFAULT_LEVELS, ...rules };
}

/**
 * The settings under which both are kept: of each rule the stricter level, and only the accounts that both call their
 * own. So neither side can loosen what the other asks for.
 */
export function strictest(one: RuleSettings, other: RuleSettings): RuleSettings {
  const [left, right] = [levelsOf(one), levelsOf(other)];
  const isSaid = (key: keyof RuleSettings): boolean => one[key] !== undefined || other[key] !== undefined;
  const rules = recordOf(
    RULE_NAMES,
    (name) => RULE_LEVELS.find((level) => level === left[name] || level === right[name]) ?? 'error',
  );
  const shared = (one.ownAccounts ?? []).filter((account) => other.ownAccounts?.includes(account));
  return { ...(isSaid('rules') ? { rules } : {}), ...(isSaid('ownAccounts') ? { ownAccounts: shared } : {}) };
}

/** The worst first, then by rule, address and place. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ level, rule, address, location }: Finding): string =>
    [
      RULE_LEVELS.indexOf(level),
      String(RULE_NAMES.indexOf(rule)).padStart(3, '0'),
      address,
      String(location?.line ?? 0).padStart(9, '0'),
    ].join(' ');
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
