import { parseScope } from '../../../src/desired/parse-scope.ts';
import { RULE_NAMES, type RuleName } from '../../../src/model/finding.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Scope } from '../../../src/model/integration.ts';

/** One case of a rule: a role `r` with these statements, or a whole file. */
export interface Row {
  readonly name: string;
  /** The statements of the trust policy of `role/r`; EC2 without. */
  readonly trust?: Json;
  /** The statements of its inline policy `p`. */
  readonly policy?: Json;
  /** Other properties of `role/r`. */
  readonly role?: JsonObject;
  /** Other keys of the file. */
  readonly file?: JsonObject;
  /** Other lines of rolekeeper.yaml. */
  readonly settings?: string;
  /** A part of each message that the rule is to give, in order. */
  readonly finds: readonly string[];
  /** The hint of each, where the row is about it. */
  readonly hints?: readonly string[];
}

const EC2 = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };

/** The scope that a row describes, parsed as a user's files are: what the loader refuses is no case. */
export function scopeOfRow({ trust = EC2, policy, role = {}, file = {}, settings = '' }: Row): Scope {
  const inline =
    policy === undefined ? {} : { Policies: [{ PolicyName: 'p', PolicyDocument: documentOf(policy) }] };
  const declared = {
    integration: 'case-of-rule',
    description: 'a case',
    roles: [{ RoleName: 'r', AssumeRolePolicyDocument: documentOf(trust), ...inline, ...role }],
    ...file,
  };
  const head = `version: 1\naccount: '111122223333'\nregion: eu-west-1\n${settings}\n`;
  const { scope, diagnostics } = parseScope({
    directory: 'desired',
    files: [
      { name: 'rolekeeper.yaml', file: 'desired/rolekeeper.yaml', text: head },
      {
        name: 'case-of-rule.yaml',
        file: 'desired/case-of-rule.yaml',
        text: JSON.stringify(declared, null, 2),
      },
    ],
  });
  if (scope === undefined) throw new Error(JSON.stringify(diagnostics));
  return scope;
}

/** The same with all rules off but some, so that no case pays for rules that it is not about. */
export function onlyWith(scope: Scope, ...rules: readonly RuleName[]): Scope {
  const others = RULE_NAMES.filter((rule) => !rules.includes(rule));
  const off = Object.fromEntries(others.map((rule) => [rule, 'off'] as const));
  return { ...scope, settings: { ...scope.settings, rules: { ...scope.settings.rules, ...off } } };
}

function documentOf(statement: Json): JsonObject {
  return { Version: '2012-10-17', Statement: statement };
}
