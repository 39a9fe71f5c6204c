import { expect, test } from '@jest/globals';
import { parseSettings } from '../../../src/desired/parse-settings.ts';

const HEAD = 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n';

test('vendors of the settings are names for accounts', () => {
  const { settings, diagnostics } = parseSettings(
    `${HEAD}vendors:\n  - { name: Our Auditor, accounts: ["909090909090"] }\n`,
    'rolekeeper.yaml',
  );
  expect(diagnostics).toEqual([]);
  expect(settings?.vendors).toEqual([{ name: 'Our Auditor', accounts: ['909090909090'] }]);
});

test('no setting gives a stranger the name of a published vendor', () => {
  const { settings, diagnostics } = parseSettings(
    `${HEAD}vendors:\n  - { name: datadog, accounts: ["909090909090"] }\n`,
    'rolekeeper.yaml',
  );
  expect(settings).toBeUndefined();
  expect(diagnostics).toMatchObject([
    { code: 'borrowed-vendor-name', message: '"datadog" does not publish 909090909090 as its account' },
  ]);
});
