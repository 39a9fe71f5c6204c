import { afterEach, describe, expect, it } from '@jest/globals';
import { EVERY_SETTING } from '../../helpers/every-setting.ts';
import { TAMPERINGS, tamperedScope } from '../../helpers/converge/tamper-rows.ts';
import { applyScope, planScope } from '../../helpers/rehearsal.ts';
import { openAccount, type Account } from '../../helpers/scenario/account.ts';
import { describeThorough } from '../../helpers/thorough.ts';

const ROWS = ['several things at once', 'a deleted managed policy'];

let account: Account;

afterEach(() => account.sandbox.close());

describeThorough('in a sandbox with any setting', () => {
  describe.each(Object.entries(EVERY_SETTING))('%s', (_, switches) => {
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
  });
});
