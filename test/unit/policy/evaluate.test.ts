import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/model/json.ts';
import { evaluate, type AccessRequest, type Decision } from '../../../src/policy/evaluate.ts';

/** One request against policies, and what AWS's documented rules make of it. */
interface DecisionCase extends Decision {
  readonly rule: string;
  readonly name: string;
  readonly policies?: readonly Json[];
  readonly boundary?: Json;
  readonly trust?: Json;
  readonly request: AccessRequest;
}

const AWS = { partition: 'aws' };
const file = new URL('../../cases/policy-decisions.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly DecisionCase[];

function decide({ policies = [], boundary, trust, request }: DecisionCase): Decision {
  if (trust !== undefined) return evaluate({ kind: 'trust', document: trust }, request, AWS);
  const named = policies.map((document, index) => ({ name: `policy-${index}`, document }));
  const limit = boundary === undefined ? {} : { boundary: { name: 'boundary', document: boundary } };
  return evaluate({ kind: 'identity', policies: named, ...limit }, request, AWS);
}

describe.each([...new Set(cases.map((entry) => entry.rule))])('a request is decided by %s', (rule) => {
  it.each(cases.filter((entry) => entry.rule === rule))('$name: $verdict', (entry) => {
    const decision = decide(entry);
    expect(decision.verdict).toBe(entry.verdict);
    if (entry.deciding) expect(decision.deciding).toEqual(entry.deciding);
    expect(decision.stoppedByBoundary).toBe(entry.stoppedByBoundary);
  });
});

describe('every condition operator', () => {
  it('is in the table of decisions', () => {
    const text = cases.map((entry) => JSON.stringify([entry.policies, entry.trust])).join();
    const operators = ['String', 'Numeric', 'Date', 'Bool', 'Binary', 'Ip', 'Arn', 'Null'];
    expect(operators.filter((operator) => !text.includes(operator))).toEqual([]);
  });
});
