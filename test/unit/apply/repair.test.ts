import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApplyResult } from '../../../src/model/apply-result.ts';
import { openTampered } from '../../helpers/converge/open-applied.ts';
import { TAMPERINGS, tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import type { Account } from '../../helpers/scenario/account.ts';
import { rowsFor, settingsFor } from '../../helpers/thorough.ts';

const SETTINGS: Readonly<Record<string, Partial<Switches>>> = {
  'as AWS probably is': {},
  'when drift-aware change sets see nothing extra': {
    driftSeesExtras: 'never',
    revertDriftDeleted: 'ignore',
  },
  'when drift-aware change sets see everything': {
    driftSeesExtras: 'declared-lists',
    driftSeesManagedPolicyDocument: true,
    driftComparison: 'normalised',
  },
  'when a drift-aware change set fails on what is gone': {
    revertDriftDeleted: 'fail',
    removalOfMissing: 'fail',
    emptyRevertDrift: 'complete',
  },
};

const ROWS = rowsFor(Object.keys(TAMPERINGS), [
  'an extra attachment',
  'an edited trust policy',
  'a profile without its role',
  'a deleted role, and what hung on it',
  'several things at once',
]);

let account: Account;

afterEach(() => account.sandbox.close());

/** What was done to IAM by anything but a change set. */
function outsideChangeSets(since: number): readonly string[] {
  return account.changesSince(since).filter((line) => !line.startsWith('change-set'));
}

function said(result: ApplyResult): readonly unknown[] {
  return result.outcomes.map(({ outcome, ...rest }) =>
    'message' in rest ? [outcome, rest.message, rest.hint] : outcome,
  );
}

describe.each(
  // Where CloudFormation sees nothing, repair-sets.test.ts goes through all of them as well.
  settingsFor(SETTINGS, ['as AWS probably is']),
)('repair %s', (_, switches) => {
  beforeEach(async () => {
    account = await openTampered(switches);
  });

  it.each(ROWS)('heals %s', async (name) => {
    for (const call of TAMPERINGS[name] ?? []) await account.call(call);
    const before = account.changes();
    const drifted = await planScope(tamperedScope());
    expect(drifted.integrations[0]?.entries.some((entry) => entry.drift !== undefined)).toBe(true);
    const result = await applyScope(tamperedScope());
    const after = await planScope(tamperedScope());
    const open = after.integrations[0]?.entries
      .filter((entry) => entry.action !== 'none')
      .map((entry) => entry.address);
    expect({ said: said(result), open }).toEqual({ said: ['applied'], open: [] });
    expect(outsideChangeSets(before)).toEqual([]);
    expect((await applyScope(tamperedScope())).outcomes).toEqual([
      { outcome: 'unchanged', integration: 'i' },
    ]);
  });
});
