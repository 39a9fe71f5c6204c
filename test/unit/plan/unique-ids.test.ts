import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { trustDelta } from '../../../src/access/trust-delta.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { integration, live, liveResource, planInput, role, scope, stack } from '../../helpers/resources.ts';

const ARN = 'arn:aws:iam::111122223333:role/agent';
const ID = 'AROAQ3EGVDMBX7KLPW2NU';

function trusting(principal: string): JsonObject {
  const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function actionsFor(agentId: string): readonly string[] {
  const reader = (principal: string) => role('reader', { AssumeRolePolicyDocument: trusting(principal) });
  const desired = [role('agent'), reader(ARN)];
  const found = [{ ...liveResource(role('agent')), arn: ARN, id: agentId }, liveResource(reader(ID))];
  const plan = buildPlan(
    planInput({
      scope: scope([integration('i', desired)]),
      stacks: [stack('i', desired)],
      live: { ...live([]), found },
    }),
  );
  return plan.integrations.flatMap(({ entries }) => entries.map(({ action }) => action));
}

describe('a unique id in a trust policy', () => {
  test('is the role of the listing that has it', () => {
    expect(actionsFor(ID)).toEqual(['none', 'none']);
  });

  test('of a role that is not there is a difference, whatever role has its name now', () => {
    expect(actionsFor('AROAJ7B4PCCLC5QFHGKWP')).toEqual(['none', 'update']);
  });

  test('that no role or user has gains nothing', async () => {
    const options = { context: { partition: 'aws' }, catalogue: await readCatalogue() };
    const delta = trustDelta(trusting(ARN), trusting(ID), options);
    expect(delta?.gains).toEqual([]);
    expect(delta?.loses.map(({ on }) => on)).toEqual([[`AWS:${ARN}`]]);
  });
});
