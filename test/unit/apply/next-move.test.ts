import { expect, it } from '@jest/globals';
import { makeSides } from '../../../src/apply/integration-state.ts';
import { nextMove, type Tried } from '../../../src/apply/next-move.ts';
import { logicalIdOf } from '../../../src/cloudformation/logical-id.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { integration, live, planInput, role, scope, settings, stack } from '../../helpers/resources.ts';

/** A repair whose end is still to come: what next, where these roads were gone from there already? */
function afterRepair(tried: Tried): string | undefined {
  const wanted = role('r', { Description: 'as declared' });
  const [declared, found] = [integration('i', [wanted]), [role('r', { Description: 'stands in' })]];
  const applied = stack('i', [wanted], { transient: [logicalIdOf(wanted)] });
  const input = planInput({ scope: scope([declared]), stacks: [applied], live: live(found) });
  const [plan] = buildPlan(input).integrations;
  if (plan === undefined) throw new Error('there is no plan');
  return nextMove(makeSides(plan, declared, applied, settings(), input.live.found), tried)?.road;
}

it('the end of a repair comes first', () => {
  expect(afterRepair(new Map())).toBe('finish');
});

// Every other template would lose the stand-ins, and the same again would lead to the same.
it('nothing comes after the end of a repair that led nowhere', () => {
  expect(afterRepair(new Map([['finish', 'refused']]))).toBeUndefined();
});
