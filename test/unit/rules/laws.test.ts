import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ActionCatalogue } from '../../../src/model/action-catalogue.ts';
import {
  RULE_LEVELS,
  RULE_NAMES,
  strictest,
  type Finding,
  type RuleSettings,
} from '../../../src/model/finding.ts';
import type { Integration } from '../../../src/model/integration.ts';
import type { Json } from '../../../src/model/json.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { reviewScope } from '../../../src/rules/review.ts';
import { anyResources, PROPERTY_RUNS, respelled } from '../../helpers/arbitraries.ts';
import { integration, resource, scope } from '../../helpers/resources.ts';
import { SMALL_CATALOGUE } from '../access/small-catalogue.ts';

const catalogue: ActionCatalogue = {
  ...SMALL_CATALOGUE,
  services: {
    ...SMALL_CATALOGUE.services,
    s3: {
      resources: { object: 'arn:${Partition}:s3:::${BucketName}/${ObjectName}' },
      actions: {
        Write: { PutObject: ['object*'], DeleteObject: ['object*'] },
        Read: { GetObject: ['object*'] },
      },
    },
  },
};

function findingsOf(
  resources: readonly Resource[],
  settings: RuleSettings = {},
  more: Partial<Integration> = {},
): readonly Finding[] {
  const input = {
    scope: scope([integration('x', resources, more)], settings),
    catalogue,
    today: '2026-11-22',
  };
  return [...reviewScope(input).values()].flatMap(({ findings }) => findings);
}

function subjects(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ rule, address }) => `${rule} ${address}`))].sort();
}

const settings: fc.Arbitrary<RuleSettings> = fc.record({
  rules: fc.dictionary(fc.constantFrom(...RULE_NAMES), fc.constantFrom(...RULE_LEVELS)),
  ownAccounts: fc.subarray(['406095609952', '999988887777']),
});

describe('what the review rules say', () => {
  it('does not hang on the spelling', () => {
    const both = anyResources.chain((resources) =>
      fc.tuple(fc.constant(resources), fc.tuple(...resources.map(respelled))),
    );
    fc.assert(
      fc.property(both, ([resources, others]) =>
        expect(subjects(findingsOf(others))).toEqual(subjects(findingsOf(resources))),
      ),
      PROPERTY_RUNS,
    );
  });

  it('is no less under the stricter of two settings than under each of them', () => {
    fc.assert(
      fc.property(anyResources, settings, settings, (resources, one, other) => {
        const strict = findingsOf(resources, strictest(one, other));
        for (const side of [one, other]) {
          for (const { rule, address, level } of findingsOf(resources, side)) {
            const same = strict.find((finding) => finding.rule === rule && finding.address === address);
            expect(same?.level).toBe(level === 'error' ? 'error' : same?.level);
            expect(same).toBeDefined();
          }
        }
      }),
      PROPERTY_RUNS,
    );
  });

  it('is something for every document, whatever it holds', () => {
    const document = fc.oneof(
      fc.json().map((text) => JSON.parse(text) as Json),
      fc.record({
        Version: fc.constant('2012-10-17'),
        Statement: fc.json().map((text) => JSON.parse(text) as Json),
      }),
    );
    fc.assert(
      fc.property(document, document, (trust, policy) => {
        const role = resource('role', 'r', {
          AssumeRolePolicyDocument: trust as never,
          Policies: [{ PolicyName: 'p', PolicyDocument: policy }],
        });
        expect(Array.isArray(findingsOf([role]))).toBe(true);
      }),
      PROPERTY_RUNS,
    );
  });
});
