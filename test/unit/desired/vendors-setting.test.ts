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

test.each([
  '[5]',
  '[{ name: 5 }]',
  '[{ name: Datadog, accounts: 5 }]',
  '[{ name: Datadog }]',
  'text',
  '[{ accounts: ["909090909090"] }]',
])('vendors that are %s are mistakes with a place, and no crash', (vendors) => {
  const { settings, diagnostics } = parseSettings(`${HEAD}vendors: ${vendors}\n`, 'rolekeeper.yaml');
  expect(settings).toBeUndefined();
  expect(diagnostics[0]?.location).toMatchObject({ file: 'rolekeeper.yaml', line: 4 });
});

test.each(['Ref: x', 'Fn::Sub: "${x}"', '"Fn::GetAtt": [a, Arn]'])(
  'settings that are one function as a whole (%s) are a mistake with a place',
  (text) => {
    const { settings, diagnostics } = parseSettings(`${text}\n`, 'rolekeeper.yaml');
    expect(settings).toBeUndefined();
    expect(diagnostics[0]?.location?.line).toBe(1);
  },
);
test('letters of another script name no vendor', () => {
  const { diagnostics } = parseSettings(
    `${HEAD}vendors:\n  - { name: "D\u0430tadog", accounts: ["909090909090"] }\n`,
    'rolekeeper.yaml',
  );
  expect(diagnostics[0]?.message).toContain('must have Latin letters');
});

test.each([
  ['a job that would never end', 'requestsPerSecond: 0.001\n', 'must be a whole number'],
  ['a job that would never begin', 'requestsPerSecond: 0\n', 'must be 1 or more'],
  ['another account', 'role: { read: "arn:aws:iam::909090909090:role/rolekeeper-plan" }\n', '909090909090'],
])('no setting leads a run to %s', (_what, line, words) => {
  const { settings, diagnostics } = parseSettings(HEAD + line, 'rolekeeper.yaml');
  expect(settings).toBeUndefined();
  expect(diagnostics.map(({ message }) => message).join(' ')).toContain(words);
});
