import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/model/json.ts';
import { canonicalPolicyKey } from '../../../src/policy/canonical.ts';
import { policiesEqual } from '../../../src/policy/policies-equal.ts';
import type { PolicyType } from '../../../src/policy/policy-type.ts';

/** Two documents, whether they mean the same, and why. */
interface PolicyPair {
  readonly name: string;
  readonly type: PolicyType;
  readonly partition?: string;
  readonly left: Json;
  readonly right: Json;
  readonly equal: boolean;
  readonly why: string;
}

const file = new URL('../../cases/policy-pairs.json', import.meta.url);
const pairs = JSON.parse(readFileSync(file, 'utf8')) as readonly PolicyPair[];

describe('two policies mean the same', () => {
  it.each(pairs.filter((pair) => pair.equal))('$name: $why', expectPair);
});

describe('two policies look the same and are not', () => {
  it.each(pairs.filter((pair) => !pair.equal))('$name: $why', expectPair);
});

function expectPair({ type, partition = 'aws', left, right, equal }: PolicyPair): void {
  const [one, other] = [left, right].map((document) => canonicalPolicyKey(document, type, { partition }));
  if (equal) expect(one).toBe(other);
  else expect(one).not.toBe(other);
  expect(policiesEqual(left, right, type, { partition })).toBe(equal);
}
