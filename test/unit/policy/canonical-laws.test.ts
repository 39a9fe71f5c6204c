import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/model/json.ts';
import type { PolicyStatement } from '../../../src/model/statement.ts';
import { canonicalPolicy, canonicalPolicyKey } from '../../../src/policy/canonical.ts';
import { checkGrammar } from '../../../src/policy/check-grammar.ts';
import { diffStatements } from '../../../src/policy/diff-statements.ts';
import { evaluate, type AccessRequest } from '../../../src/policy/evaluate.ts';
import type { PolicyType } from '../../../src/policy/policy-type.ts';
import { LONGEST_RUN, identityPolicy, requestNear, RUNS, trustPolicy } from './generate-policy.ts';
import { respelledDocument } from './respell-policy.ts';
import { documentOf, rewritten, statementsOf } from './rewrite-policy.ts';

const AWS = { partition: 'aws' };

function statementsIn(document: JsonObject, type: PolicyType): readonly PolicyStatement[] {
  const canonical = canonicalPolicy(document, type, AWS);
  if (!canonical.wellFormed) throw new Error('not well-formed');
  return canonical.statements;
}

function verdict(document: JsonObject, type: PolicyType, request: AccessRequest): string {
  const policies = [{ name: 'p', document }];
  const subject =
    type === 'trust' ? ({ kind: 'trust', document } as const) : ({ kind: 'identity', policies } as const);
  return evaluate(subject, request, AWS).verdict;
}

describe.each([
  ['identity', identityPolicy],
  ['trust', trustPolicy],
] as const)('the canonical form of an %s policy', (type, policy) => {
  it(
    'decides every request as the policy does',
    () => {
      const cases = policy.chain((document) =>
        fc.tuple(fc.constant(document), fc.array(requestNear(document), { minLength: 8, maxLength: 8 })),
      );
      fc.assert(
        fc.property(cases, ([document, requests]) => {
          const canonical = documentOf(statementsIn(document, type));
          for (const request of requests) {
            expect(verdict(canonical, type, request)).toBe(verdict(document, type, request));
          }
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  it(
    'is its own canonical form',
    () => {
      fc.assert(
        fc.property(policy, (document) => {
          const canonical = statementsIn(document, type);
          expect(statementsIn(documentOf(canonical), type)).toEqual(canonical);
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  it(
    'does not change when the policy is shuffled, split, doubled, re-cased or wrapped',
    () => {
      fc.assert(
        fc.property(
          policy.chain((document) => fc.tuple(fc.constant(document), rewritten(document))),
          ([document, other]) => {
            expect(statementsIn(other, type)).toEqual(statementsIn(document, type));
          },
        ),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  it(
    'does not change when the policy is said in other words',
    () => {
      fc.assert(
        fc.property(
          policy.chain((document) =>
            fc.tuple(fc.constant(document), respelledDocument(document).chain(rewritten)),
          ),
          ([document, other]) => {
            expect(statementsIn(other, type)).toEqual(statementsIn(document, type));
          },
        ),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  it(
    'is shared only by policies that decide alike',
    () => {
      const cases = fc
        .tuple(policy, policy)
        .chain(([document, other]) => fc.tuple(fc.constant(document), nearlySame(document, other)))
        .chain(([document, other]) =>
          fc.tuple(
            fc.constant(document),
            fc.constant(other),
            fc.array(requestNear(document, other), { minLength: 8, maxLength: 8 }),
          ),
        );
      fc.assert(
        fc.property(cases, ([document, other, requests]) => {
          fc.pre(canonicalPolicyKey(document, type, AWS) === canonicalPolicyKey(other, type, AWS));
          for (const request of requests) {
            expect(verdict(other, type, request)).toBe(verdict(document, type, request));
          }
        }),
        { ...RUNS, maxSkipsPerRun: 1000 },
      );
    },
    LONGEST_RUN,
  );

  it(
    'differs exactly where the statement diff has something to say',
    () => {
      fc.assert(
        fc.property(policy, policy, (before, after) => {
          const same = canonicalPolicyKey(before, type, AWS) === canonicalPolicyKey(after, type, AWS);
          const changes = diffStatements(before, after, type, AWS);
          expect(changes.length === 0).toBe(same);
          const result = new Set(statementsIn(before, type).map((statement) => JSON.stringify(statement)));
          for (const change of changes) {
            if (change.change !== 'added')
              result.delete(JSON.stringify(change.change === 'changed' ? change.before : change.statement));
            if (change.change !== 'removed')
              result.add(JSON.stringify(change.change === 'changed' ? change.after : change.statement));
          }
          expect([...result].sort()).toEqual(
            statementsIn(after, type)
              .map((statement) => JSON.stringify(statement))
              .sort(),
          );
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );

  it(
    'exists for every policy that the grammar takes',
    () => {
      fc.assert(
        fc.property(policy, (document) => {
          const errors = checkGrammar(document, type).filter((issue) => issue.severity === 'error');
          expect(errors.map((issue) => issue.code).filter((code) => code !== 'unique-id-principal')).toEqual(
            [],
          );
        }),
        RUNS,
      );
    },
    LONGEST_RUN,
  );
});

/** The same policy with one statement dropped, replaced, or changed in one element: often of the same meaning. */
function nearlySame(document: JsonObject, other: JsonObject): fc.Arbitrary<JsonObject> {
  const [statements, others] = [statementsOf(document), statementsOf(other)];
  return fc
    .tuple(fc.nat(statements.length - 1), fc.nat(others.length - 1), fc.nat(4))
    .map(([at, from, how]) => {
      const [mine, theirs] = [statements[at] ?? {}, others[from] ?? {}];
      const element = ['Action', 'Resource', 'Condition', 'Principal'][how];
      const value = element === undefined ? undefined : theirs[element];
      if (element === undefined)
        return { ...document, Statement: statements.filter((_, index) => index !== at) };
      const changed =
        value === undefined || mine[element] === undefined ? mine : { ...mine, [element]: value };
      return {
        ...document,
        Statement: [...statements.filter((_, index) => index !== at), changed, ...(how === 1 ? [mine] : [])],
      };
    });
}
