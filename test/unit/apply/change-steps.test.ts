import { describe, expect, it } from '@jest/globals';
import type { AppliedStack } from '../../../src/model/applied.ts';
import type { Integration } from '../../../src/model/integration.ts';
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { changeSteps } from '../../../src/apply/change-steps.ts';
import { makeSides } from '../../../src/apply/integration-state.ts';
import type { Step } from '../../../src/apply/step.ts';
import { parseApplied } from '../../../src/cloudformation/applied.ts';
import { logicalIdOf } from '../../../src/cloudformation/logical-id.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { integration, live, planInput, role, scope, settings, stack } from '../../helpers/resources.ts';

function steps(
  desired: Integration | undefined,
  applied: AppliedStack | undefined,
  found: readonly Resource[],
): readonly Step[] {
  const input = planInput({
    scope: scope(desired === undefined ? [] : [desired], { delete: ['i'] }),
    stacks: applied === undefined ? [] : [applied],
    live: live(found),
  });
  const [plan] = buildPlan(input).integrations;
  return plan === undefined
    ? []
    : changeSteps(makeSides(plan, desired, applied, settings(), input.live.found));
}

function summary(list: readonly Step[]): readonly string[] {
  return list.map((step) =>
    step.step === 'delete-stack'
      ? 'delete-stack'
      : `${step.type} ${step.expectation.changes.map((change) => `${change.action} ${change.address ?? 'placeholder'}`).join(', ')}`,
  );
}

/** The stack as it is when a step was carried out. */
function after(step: Step | undefined): AppliedStack {
  if (step?.step !== 'change-set') throw new Error('no change set');
  const row = {
    stackName: 'rolekeeper-i',
    stackId: 'arn:i',
    status: 'UPDATE_COMPLETE',
    terminationProtection: false,
    lastUpdated: '2026-11-22T00:00:00Z',
  };
  return parseApplied(row, JSON.stringify(step.template), 'rolekeeper-');
}

const kept = role('kept');
const gone = role('gone');

describe('the steps of an integration', () => {
  it('are none when nothing is to do', () => {
    expect(steps(integration('i', [kept]), stack('i', [kept]), [kept])).toEqual([]);
  });

  it('are one change set for a creation', () => {
    expect(summary(steps(integration('i', [kept, gone]), undefined, []))).toEqual([
      'CREATE Add role/gone, Add role/kept',
    ]);
  });

  it('remove the stack of a failed creation before creating it anew', () => {
    const failed = stack('i', [], { status: 'ROLLBACK_COMPLETE' });
    expect(summary(steps(integration('i', [kept]), failed, []))).toEqual([
      'delete-stack',
      'CREATE Add role/kept',
    ]);
  });

  it('create into a stack that only has a change set under review', () => {
    const review = stack('i', [], { status: 'REVIEW_IN_PROGRESS' });
    expect(summary(steps(integration('i', [kept]), review, []))).toEqual(['CREATE Add role/kept']);
  });

  it('are one change set for an update, which leaves the other blocks byte for byte', () => {
    const other = role('other');
    const applied = stack('i', [kept, other]);
    const odd = {
      ...applied,
      resources: applied.resources.map((item) => ({ ...item, block: { ...item.block, Odd: 1 } })),
    };
    const [step] = steps(integration('i', [role('kept', { Description: 'new' }), other]), odd, [kept, other]);
    expect(summary(step === undefined ? [] : [step])).toEqual(['UPDATE Modify role/kept']);
    const resources = step?.step === 'change-set' ? step.template['Resources'] : undefined;
    expect(isJsonObject(resources) ? resources[logicalIdOf(other)] : undefined).toEqual(
      odd.resources[1]?.block,
    );
  });

  it('are two change sets for a deletion, and only the second after a run that was killed between them', () => {
    const desired = integration('i', [kept], { delete: ['role/gone'] });
    const both = steps(desired, stack('i', [kept, gone]), [kept, gone]);
    expect(summary(both)).toEqual(['UPDATE Modify role/gone', 'UPDATE Remove role/gone']);
    const resumed = steps(desired, after(both[0]), [kept, gone]);
    expect(summary(resumed)).toEqual(['UPDATE Remove role/gone']);
    expect(resumed[0]).toMatchObject({ expectation: { changes: [{ policyAction: 'Delete' }] } });
  });

  it('do updates together with the preparation of a removal', () => {
    const desired = integration('i', [role('kept', { Description: 'new' })], { delete: ['role/gone'] });
    expect(summary(steps(desired, stack('i', [kept, gone]), [kept, gone]))).toEqual([
      'UPDATE Modify role/kept, Modify role/gone',
      'UPDATE Remove role/gone',
    ]);
  });

  it('release with one change set, which retains', () => {
    const desired = integration('i', [kept], { release: ['role/gone'] });
    const list = steps(desired, stack('i', [kept, gone]), [kept, gone]);
    expect(summary(list)).toEqual(['UPDATE Remove role/gone']);
    expect(list[0]).toMatchObject({ expectation: { changes: [{ policyAction: 'Retain' }] } });
  });

  it('restore Retain first when a deletion was prepared and then released instead', () => {
    const marked = after(
      steps(integration('i', [kept], { delete: ['role/gone'] }), stack('i', [kept, gone]), [kept, gone])[0],
    );
    const list = steps(integration('i', [kept], { release: ['role/gone'] }), marked, [kept, gone]);
    expect(summary(list)).toEqual(['UPDATE Modify role/gone', 'UPDATE Remove role/gone']);
    const resources = list[0]?.step === 'change-set' ? list[0].template['Resources'] : undefined;
    const block = isJsonObject(resources) ? resources[logicalIdOf(gone)] : undefined;
    expect((block as JsonObject)['DeletionPolicy']).toBe('Retain');
  });

  it('forget with one change set what is gone already', () => {
    expect(summary(steps(integration('i', [kept]), stack('i', [kept, gone]), [kept]))).toEqual([
      'UPDATE Remove role/gone',
    ]);
  });

  it('empty a stack over a placeholder and delete the shell, from wherever a run was killed', () => {
    const all = steps(undefined, stack('i', [gone]), [gone]);
    expect(summary(all)).toEqual([
      'UPDATE Modify role/gone',
      'UPDATE Remove role/gone, Add placeholder',
      'delete-stack',
    ]);
    expect(summary(steps(undefined, after(all[0]), [gone]))).toEqual([
      'UPDATE Remove role/gone, Add placeholder',
      'delete-stack',
    ]);
    expect(summary(steps(undefined, after(all[1]), []))).toEqual(['delete-stack']);
  });

  it('use an empty shell again', () => {
    const shell = after(steps(undefined, stack('i', [gone]), [gone])[1]);
    expect(summary(steps(integration('i', [kept]), shell, []))).toEqual([
      'UPDATE Add role/kept, Remove placeholder',
    ]);
  });

  it('keep no dependency on a block that leaves', () => {
    const trusting = role('trusting', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111122223333:role/gone' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
    });
    const applied = stack('i', [trusting, gone]);
    expect(applied.resources[0]?.block['DependsOn']).toEqual([logicalIdOf(gone)]);
    const list = steps(integration('i', [trusting], { release: ['role/gone'] }), applied, [trusting, gone]);
    expect(JSON.stringify(list[0])).not.toContain('DependsOn');
  });
});
