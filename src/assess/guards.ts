import { levelsOf, RULE_NAMES, type RuleSettings } from '../model/finding.ts';
import { ownRolesOf } from '../model/own-roles.ts';
import type { Scope, Settings } from '../model/integration.ts';

/** The settings that limit what a change may do: those of the branch that judges. */
export interface Guards extends RuleSettings {
  readonly maxDeletes: number;
  /** Names in lower case of the roles that rolekeeper itself works with. */
  readonly ownRoles: readonly string[];
}

export function guardsOf(settings: Settings): Guards {
  const { maxDeletes, rules, ownAccounts } = settings;
  return {
    maxDeletes,
    ownRoles: ownRolesOf(settings),
    ...(rules === undefined ? {} : { rules }),
    ...(ownAccounts === undefined ? {} : { ownAccounts }),
  };
}

/** Whether two judges would say the same of everything. */
export function isSame(one: Guards, other: Guards): boolean {
  const accounts = ({ ownAccounts = [] }: Guards): string => [...ownAccounts].sort().join(' ');
  const [levels, others] = [levelsOf(one), levelsOf(other)];
  return (
    one.maxDeletes === other.maxDeletes &&
    accounts(one) === accounts(other) &&
    one.ownRoles.join(' ') === other.ownRoles.join(' ') &&
    RULE_NAMES.every((name) => levels[name] === others[name])
  );
}

/** The scope with these guards in place of its own. */
export function judgedBy({ maxDeletes, rules, ownAccounts }: Guards, scope: Scope): Scope {
  const { rules: _rules, ownAccounts: _own, ...settings } = scope.settings;
  return {
    ...scope,
    settings: {
      ...settings,
      maxDeletes,
      ...(rules === undefined ? {} : { rules }),
      ...(ownAccounts === undefined ? {} : { ownAccounts }),
    },
  };
}
