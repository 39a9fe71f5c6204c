import { describe, expect, it } from '@jest/globals';
import { assessedOf } from '../../helpers/assessed.ts';
import { integration, live, planInput, role, scope, stack } from '../../helpers/resources.ts';

const r = role('r');
const gone = role('gone');

function warningsOf(input: Parameters<typeof planInput>[0], only?: readonly string[]): readonly string[] {
  const plan = assessedOf(planInput(input, only === undefined ? {} : { only }), {});
  return [...(plan.warnings ?? []), ...plan.integrations.flatMap((item) => item.warnings ?? [])].map(
    (warning) => `${warning.code}: ${warning.message}`,
  );
}

describe('a plan warns', () => {
  it('of acknowledgements that acknowledge nothing (any more)', () => {
    const file = integration('i', [r], {
      delete: ['role/gone'],
      release: ['role/never-was'],
      overwrite: ['role/r'],
    });
    const nothing = (line: string, address: string): string =>
      `stale-acknowledgement: "${line}" in desired/i.yaml is no longer needed: the plan has nothing of the sort for ${address}`;
    expect(warningsOf({ scope: scope([file]), stacks: [stack('i', [r])], live: live([r]) })).toEqual([
      nothing('delete: [role/gone]', 'role/gone'),
      nothing('release: [role/never-was]', 'role/never-was'),
      nothing('overwrite: [role/r]', 'role/r'),
    ]);
  });

  it('of where they stand, where the file was read', () => {
    const at = (line: number) => ({ file: 'desired/i.yaml', line, column: 10 });
    const file = integration('i', [r], {
      delete: ['role/gone'],
      acknowledgedAt: { 'delete: [role/gone]': at(3) },
    });
    const plan = assessedOf(
      planInput({ scope: scope([file]), stacks: [stack('i', [r])], live: live([r]) }),
      {},
    );
    expect(plan.integrations[0]?.warnings).toMatchObject([
      {
        message: expect.stringContaining('"delete: [role/gone]" at desired/i.yaml:3:10 is no longer needed'),
        location: at(3),
      },
    ]);
  });

  it('not of those that do', () => {
    const file = integration('i', [r], { delete: ['role/gone'], overwrite: ['role/r'] });
    const drifted = role('r', { Description: 'by hand' });
    const sides = { scope: scope([file]), stacks: [stack('i', [r, gone])], live: live([drifted, gone]) };
    expect(warningsOf(sides)).toEqual([]);
  });

  it('of integrations that are given up and have no stack (any more)', () => {
    const sides = {
      scope: scope([integration('i', [r])], { delete: ['i2'], release: ['i3'] }),
      stacks: [stack('i', [r]), stack('i3', [gone])],
      live: live([r, gone]),
    };
    expect(warningsOf(sides)).toEqual([expect.stringContaining('"delete: [i2]" in desired/rolekeeper.yaml')]);
    // The stacks of the others were not read.
    expect(warningsOf(sides, ['i'])).toEqual([]);
  });

  it('of a stack that is being changed', () => {
    const busy = stack('i', [r], { status: 'UPDATE_IN_PROGRESS' });
    expect(warningsOf({ scope: scope([integration('i', [r])]), stacks: [busy], live: live([r]) })).toEqual([
      expect.stringContaining('stack-busy: the stack rolekeeper-i is being changed right now'),
    ]);
  });

  it.each([
    ['ManagedBy', 'Terraform', 'Terraform'],
    ['terraform', 'true', 'Terraform'],
    ['managed-by', 'opentofu', 'Opentofu'],
    ['pulumi:project', 'x', 'Pulumi'],
  ])('of the tag %s=%s on what it adopts', (Key, Value, tool) => {
    const tagged = role('r', { Tags: [{ Key, Value }] });
    const plan = assessedOf(
      planInput({ scope: scope([integration('i', [tagged])]), live: live([tagged]) }),
      {},
    );
    expect(plan.integrations[0]?.entries[0]).toMatchObject({
      action: 'adopt',
      observations: [{ text: expect.stringContaining(`says that ${tool} manages it`) }],
    });
  });

  it('not of other tags', () => {
    const tagged = role('r', {
      Tags: [
        { Key: 'owner', Value: 'me' },
        { Key: 'terraform', Value: 'false' },
      ],
    });
    const plan = assessedOf(
      planInput({ scope: scope([integration('i', [tagged])]), live: live([tagged]) }),
      {},
    );
    expect(plan.integrations[0]?.entries[0]?.observations).toEqual([]);
  });
});
