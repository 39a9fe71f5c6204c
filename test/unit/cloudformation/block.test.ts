import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/model/json.ts';
import { blockOf } from '../../../src/cloudformation/block.ts';
import { comparable } from '../../../src/kinds/shape.ts';
import { CONTEXT, role } from '../../helpers/resources.ts';

const everyone = (principal: Json, effect = 'Allow'): Json => ({
  Effect: effect,
  Principal: principal,
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdef1234' } },
});

function trustInBlock(statement: Json): unknown {
  const trust = { Version: '2012-10-17', Statement: statement };
  const resource = role('r', { AssumeRolePolicyDocument: trust });
  const { Properties } = blockOf(resource, [resource], CONTEXT) as {
    Properties: { AssumeRolePolicyDocument: Json };
  };
  return Properties.AssumeRolePolicyDocument;
}

describe('a trust policy whose principal is everybody', () => {
  it.each([
    ['of one statement', everyone('*'), everyone({ AWS: '*' })],
    ['of a list', [everyone('*')], [everyone({ AWS: '*' })]],
    ['that denies', [everyone('*', 'Deny')], [everyone({ AWS: '*' }, 'Deny')]],
    [
      'beside other statements',
      [everyone({ AWS: '406095609952' }), everyone('*')],
      [everyone({ AWS: '406095609952' }), everyone({ AWS: '*' })],
    ],
    ['in its long form', [everyone({ AWS: '*' })], [everyone({ AWS: '*' })]],
  ])('is written so that CloudFormation sends what IAM takes: %s', (_, statement, written) => {
    const trust = trustInBlock(statement);
    expect(trust).toEqual({ Version: '2012-10-17', Statement: written });
    const before = { Version: '2012-10-17', Statement: statement };
    expect(comparable('trust-policy', trust as Json, CONTEXT)).toEqual(
      comparable('trust-policy', before, CONTEXT),
    );
  });
});
