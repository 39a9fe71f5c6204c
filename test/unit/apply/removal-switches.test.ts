import { afterEach, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../../src/model/integration.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { integration, role, scope } from '../../helpers/resources.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';

let account: Account;

afterEach(() => account.sandbox.close());

/** What decides whether the gate lets a removal pass. */
const SETTINGS: readonly Partial<Switches>[] = [
  { metadataWidensScope: true },
  { unsaidPolicyAction: 'retain' },
  { unsaidPolicyAction: 'always' },
  { deletionPolicyIsChange: false },
  { deletionPolicyIsChange: false, resourceMetadataIsChange: false, unsaidPolicyAction: 'always' },
  { metadataWidensScope: true, unsaidPolicyAction: 'always' },
];

const both = scope([integration('i', [role('a'), role('b')])]);

describe.each(SETTINGS.map((one) => [JSON.stringify(one), one] as const))('where %s', (_, switches) => {
  it.each([
    ['delete', ['a']],
    ['release', ['a', 'b']],
  ] as const)('a %s leaves %j', async (acknowledgement, names) => {
    account = await openAccount({ switches });
    await applyScope(both);
    const one: Scope = scope([integration('i', [role('a')], { [acknowledgement]: ['role/b'] })]);
    expect((await applyScope(one)).outcomes).toMatchObject([{ outcome: 'applied' }]);
    expect([...account.sandbox.world.iam.roles.keys()].sort()).toEqual(names);
    const { integrations } = await planScope(scope([integration('i', [role('a')])]));
    expect(integrations.flatMap(({ entries }) => entries.map(({ action }) => action))).toEqual(['none']);
  });
});
