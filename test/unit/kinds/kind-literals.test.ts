import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../../src/model/address.ts';

/** Where a word that is also a kind may stand in quotes, and as what. */
const ALLOWED: Readonly<Record<string, string>> = {
  'src/cli.ts': "where commander's arguments come from",
  'src/commands/read-inventory.ts': 'principals: what an inventory is about',
  'src/inventory/build-inventory.ts': 'principals: what an inventory is about',
  'src/live/read-principals.ts': 'principals: what an inventory is about',
  'src/report/inventory/say-inventory.ts': 'principals: what an inventory is about',
  'src/review/base-guards.ts': 'the key "role" of the settings',
  'src/review/changed-guards.ts': 'the key "role" of the settings',
  'src/desired/parse-settings.ts': 'the key "role" of the settings',
  'src/model/own-roles.ts': 'the key "role" of the settings',
  'src/rules/full-admin.ts': 'the resource types of IAM actions in ARNs',
  'src/rules/data/escalation-paths.ts': 'the resource types of IAM actions in ARNs',
  'src/rules/reading/holder.ts': 'the resource types of IAM actions in ARNs',
  'src/init/handler-actions.ts': "what CloudFormation's handler of each kind calls",
  'src/init/least-policies.ts':
    'what each kind is called in a Sid, and the two kinds whose handlers ask for more',
  'src/model/address.ts': 'the list of kinds',
  'src/model/iam-uses.ts': "the lists of ListEntitiesForPolicy, and who a profile's or membership's user is",
  'src/report/say-field.ts': 'what a member of Groups or Roles is called',
  'src/rules/privilege-escalation.ts': 'the resource types of IAM actions in ARNs',
};

const LITERAL = new RegExp(`'(${KINDS.join('|')})'`);

const COMPARISON = new RegExp(`\\bkind (?:===|!==) '(?:${KINDS.join('|')})'`);

function namesAKind(text: string): boolean {
  return text.split('\n').some((line) => LITERAL.test(line.replace(/^\s*(\*|\/\/|\/\*).*/, '')));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

const named = filesIn('src')
  .filter((file) => !/^src\/(kinds|sandbox)\//.test(file))
  .filter((file) => namesAKind(readFileSync(file, 'utf8')));

describe('code outside src/kinds', () => {
  it('asks a kind for its facts, and compares with none', () => {
    expect(named.filter((file) => !(file in ALLOWED))).toEqual([]);
  });

  it('compares no kind with a word, whatever stands in the table of exceptions', () => {
    const comparing = filesIn('src')
      .filter((file) => !/^src\/(kinds|sandbox)\//.test(file))
      .filter((file) => COMPARISON.test(readFileSync(file, 'utf8')));
    expect(comparing).toEqual([]);
  });

  it('has no exception that nothing needs', () => {
    expect(Object.keys(ALLOWED).filter((file) => !named.includes(file))).toEqual([]);
  });

  it.each(["if (kind === 'role') return;", "  case 'managed-policy':", "addressOf('user', name)"])(
    'would be refused with %j',
    (line) => {
      expect(namesAKind(line)).toBe(true);
    },
  );
});
