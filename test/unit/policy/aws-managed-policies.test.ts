import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isJsonArray, type Json, type JsonObject } from '../../../src/model/json.ts';
import { canonicalPolicy, canonicalPolicyKey } from '../../../src/policy/canonical.ts';
import { checkGrammar } from '../../../src/policy/check-grammar.ts';
import { diffStatements } from '../../../src/policy/diff-statements.ts';
import { itThorough, sampleOf } from '../../helpers/thorough.ts';
import { documentOf, rewritten, statementsOf } from './rewrite-policy.ts';

const AWS = { partition: 'aws' };
const file = new URL('../../corpus/aws-managed-policies/policies.json.gz', import.meta.url);
const policies = Object.entries(
  JSON.parse(gunzipSync(readFileSync(file)).toString()) as Record<string, JsonObject>,
);
/** Those whose every action is taken away in turn, which is a thousand times the work of reading them. */
const some = sampleOf(policies, 25);

function keyOf(document: Json): string {
  return canonicalPolicyKey(document, 'identity', AWS);
}

/** The document without one entry of one statement's Action, for every entry in turn. */
function* withoutOneAction(document: JsonObject): Generator<JsonObject> {
  const statements = statementsOf(document);
  for (const [index, statement] of statements.entries()) {
    const { Action, ...rest } = statement;
    if (Action === undefined) continue;
    const actions = isJsonArray(Action) ? Action : [Action];
    for (const at of actions.keys()) {
      const left = actions.filter((_, other) => other !== at);
      const changed = left.length === 0 ? [] : [{ ...rest, Action: left }];
      yield {
        ...document,
        Statement: [...statements.slice(0, index), ...changed, ...statements.slice(index + 1)],
      };
    }
  }
}

describe('the 1,485 AWS-managed policies', () => {
  it('are all there', () => {
    expect(policies).toHaveLength(1485);
  });

  it('pass the grammar check', () => {
    const errors = policies.flatMap(([name, document]) =>
      checkGrammar(document, 'identity')
        .filter((issue) => issue.severity === 'error')
        .map((issue) => `${name}: ${issue.message}`),
    );
    expect(errors).toEqual([]);
  });

  it('are equal to their shuffled, split and respelled selves', () => {
    const seed = Number(process.env['ROLEKEEPER_PROPERTY_SEED'] ?? 42);
    const unequal = some.filter(([, document]) => {
      const [other = document] = fc.sample(rewritten(document), { seed, numRuns: 1 });
      return keyOf(other) !== keyOf(document);
    });
    expect(unequal.map(([name]) => name)).toEqual([]);
  });

  it('are unequal to themselves with one action removed, unless another entry covers it', () => {
    const unnoticed = some.filter(([, document]) => {
      const key = keyOf(document);
      for (const changed of withoutOneAction(document)) if (keyOf(changed) !== key) return false;
      return [...withoutOneAction(document)].length > 0;
    });
    expect(unnoticed.map(([name]) => name)).toEqual([]);
  });

  it('hold no redundant action in canonical form', () => {
    const redundant = some.filter(([, document]) => {
      const canonical = canonicalPolicy(document, 'identity', AWS);
      if (!canonical.wellFormed) return true;
      const whole = documentOf(canonical.statements);
      for (const changed of withoutOneAction(whole)) return keyOf(changed) === keyOf(whole);
      return false;
    });
    expect(redundant.map(([name]) => name)).toEqual([]);
  });

  itThorough('differ from one another unless AWS wrote the same policy twice', () => {
    const names = new Map<string, string>();
    for (const [name, document] of policies) {
      const key = keyOf(document);
      const twin = policies.find(([other]) => other === names.get(key));
      if (twin) expect(diffStatements(twin[1], document, 'identity', AWS)).toEqual([]);
      names.set(key, name);
    }
    expect(names.size).toBeGreaterThan(1400);
  });
});
