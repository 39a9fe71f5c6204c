import { describe, expect, it } from '@jest/globals';
import { blockOf } from '../../../src/cloudformation/block.ts';
import { logicalIdOf } from '../../../src/cloudformation/logical-id.ts';
import { referencesAmong } from '../../../src/cloudformation/references.ts';
import { ACCOUNT, CONTEXT, resource, role } from '../../helpers/resources.ts';

const NUMBER = 500;

/** Roles of which each trusts the next ten. */
function rolesInARow(next: (number: number) => number | undefined) {
  return Array.from({ length: NUMBER }, (_, index) => {
    const trusted = Array.from({ length: 10 }, (_one, step) => next(index + step + 1)).filter(
      (one) => one !== undefined,
    );
    const arns = trusted.map((one) => `arn:aws:iam::${ACCOUNT}:role/r${one}`);
    return role(`r${index}`, {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: arns }, Action: 'sts:AssumeRole' }],
      },
    });
  });
}

// Asked of each pair anew, this takes hours.
describe('the references of a template of 500 roles that trust ten others each', () => {
  it('are in DependsOn where they are no circle', () => {
    const roles = rolesInARow((number) => (number < NUMBER ? number : undefined));
    const blocks = roles.map((one) => blockOf(one, roles, CONTEXT));
    expect(blocks[480]?.['DependsOn']).toHaveLength(10);
    expect(blocks[495]?.['DependsOn']).toEqual(
      [496, 497, 498, 499].map((n) => logicalIdOf(role(`r${n}`))).sort(),
    );
    const last = roles.at(-1);
    expect(last !== undefined && referencesAmong(roles, CONTEXT).reaching(last).size).toBe(NUMBER);
  });

  it('are not where they are one', () => {
    const roles = rolesInARow((number) => number % NUMBER);
    for (const one of roles) expect(blockOf(one, roles, CONTEXT)['DependsOn']).toBeUndefined();
  });
});

it('a resource with other properties than its sibling of the same name has its own references', () => {
  const siblings = [role('r'), resource('managed-policy', 'p')];
  const other = role('r', { ManagedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/p`] });
  expect(blockOf(other, siblings, CONTEXT)['DependsOn']).toEqual([
    logicalIdOf(resource('managed-policy', 'p')),
  ]);
  expect(blockOf(role('r'), siblings, CONTEXT)['DependsOn']).toBeUndefined();
});
