import { afterEach, expect, it } from '@jest/globals';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { TAMPERINGS, tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { describeThorough } from '../../helpers/thorough.ts';

/** Every setting besides the default of every switch that an apply can meet. */
const SETTINGS: readonly Partial<Switches>[] = [
  { staleReads: 3 },
  { staleReviewReads: 2 },
  { principalDelay: 1 },
  { unknownAwsPolicies: 'reject' },
  { nameConflictValidation: 'off' },
  { nameConflictValidation: 'all' },
  { driftUnsupportedTypes: ['AWS::IAM::Role'] },
  { driftUnsupportedTypes: ['AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::Group'] },
  { driftSeesExtras: 'never' },
  { driftSeesExtras: 'declared-lists' },
  { driftSeesManagedPolicyDocument: true },
  { driftComparison: 'normalised' },
  { revertDriftDeleted: 'fail' },
  { revertDriftDeleted: 'ignore' },
  { emptyRevertDrift: 'complete' },
  { importWritesProperties: true },
  { importRollback: 'delete' },
  { templateMetadataIsChange: true },
  { resourceMetadataIsChange: false },
  { deletionPolicyIsChange: true },
  { dependsOnIsChange: true },
  { updateOfMissing: 'recreate' },
  { removalOfMissing: 'fail' },
  { policyVersions: 'fail' },
];

const ROWS = ['several things at once', 'a deleted managed policy'];

let account: Account;

afterEach(() => account.sandbox.close());

describeThorough.each(SETTINGS.map((switches) => [JSON.stringify(switches), switches] as const))(
  'where %s',
  (_, switches) => {
    it.each(ROWS)('apply heals %s', async (name) => {
      account = await openAccount({ switches });
      await account.call({ Action: 'CreateGroup', GroupName: 'g2' });
      await applyScope(tamperedScope());
      for (const call of TAMPERINGS[name] ?? []) await account.call(call);
      await planScope(tamperedScope());
      expect((await applyScope(tamperedScope())).outcomes).toMatchObject([{ outcome: 'applied' }]);
      const { integrations } = await planScope(tamperedScope());
      const open = integrations.flatMap(({ entries }) => entries.filter((entry) => entry.action !== 'none'));
      expect(open.map((entry) => entry.address)).toEqual([]);
    });
  },
);
