import { expect, it } from '@jest/globals';
import { suspend } from '../../../src/desired/suspend.ts';
import { kindSpec } from '../../../src/kinds/registry.ts';
import type { Integration } from '../../../src/model/integration.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import { integration, live, planInput, resource, role, scope, stack } from '../../helpers/resources.ts';

const OPEN = role('r');
const CUT_OFF = resource('role', 'r', suspend(kindSpec('role'), OPEN.properties));

interface Row {
  readonly says: Partial<Integration>;
  readonly today?: string;
  /** Whether the account has the suspension already. */
  readonly applied?: boolean;
}

/** The codes of the warnings about one integration. */
function warned({ says, today = '2027-01-15', applied = false }: Row): readonly string[] {
  const declared = integration('x', [says.suspended === true ? CUT_OFF : OPEN], says);
  const was = [applied ? CUT_OFF : OPEN];
  const input = {
    ...planInput({ scope: scope([declared]), stacks: [stack('x', was)], live: live(was) }),
    today,
  };
  const [plan] = assessedOf(input).integrations;
  return (plan?.warnings ?? []).map(({ code }) => code);
}

const EXPIRED = { expires: '2027-01-15', expired: true, suspended: true } as const;

it.each<[what: string, row: Row, codes: readonly string[]]>([
  ['no date', { says: {} }, []],
  ['dates that are far', { says: { reviewBy: '2027-06-01', expires: '2027-06-01' } }, []],
  [
    'dates that are near',
    { says: { reviewBy: '2027-02-14', expires: '2027-02-14' } },
    ['review-due', 'expires-soon'],
  ],
  ['the last day for a review', { says: { reviewBy: '2027-01-15' } }, ['review-due']],
  ['a review that is overdue, of which a rule speaks', { says: { reviewBy: '2027-01-14' } }, []],
  ['access that expired and is there', { says: EXPIRED }, ['expired']],
  ['the same where nothing is applied', { says: { ...EXPIRED, observe: true } }, ['expired']],
  ['access that expired and is suspended', { says: EXPIRED, applied: true }, []],
  [
    'access that ends and is suspended by its own line',
    { says: { expires: '2027-01-20', suspended: true } },
    [],
  ],
])('says what is due: %s', (_what, row, codes) => {
  expect(warned(row)).toEqual(codes);
});

it('a reminder is the same on each day, so that it is told once', () => {
  const messages = ['2027-01-15', '2027-01-31', '2027-02-13'].map((today) => {
    const declared = integration('x', [OPEN], { expires: '2027-02-14' });
    const sides = planInput({ scope: scope([declared]), stacks: [stack('x', [OPEN])], live: live([OPEN]) });
    const input = { ...sides, today };
    return assessedOf(input).integrations[0]?.warnings?.map(({ message }) => message);
  });
  expect(new Set(messages.map((one) => JSON.stringify(one))).size).toBe(1);
});
