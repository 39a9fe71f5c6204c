import { describe, expect, it } from '@jest/globals';
import { parseSettings } from '../../../src/desired/parse-settings.ts';
import { parseYaml } from '../../../src/desired/parse-yaml.ts';
import { keysByThemselves } from '../../../src/desired/sound-settings.ts';
import { SETTINGS } from './parse.ts';

const FILE = 'desired/rolekeeper.yaml';

describe('rolekeeper.yaml', () => {
  it('needs three lines; everything else has a default', () => {
    expect(parseSettings(SETTINGS, FILE).settings).toEqual({
      file: FILE,
      account: '111122223333',
      region: 'eu-central-1',
      partition: 'aws',
      stackPrefix: 'rolekeeper-',
      tags: {},
      ignoreTags: [],
      maxDeletes: 3,
      delete: [],
      release: [],
    });
  });

  it('may say more', () => {
    const more = [
      'stackPrefix: acme-',
      'cloudFormationRole: arn:aws:iam::111122223333:role/cfn',
      'tags: { team: platform }',
      'ignoreTags: ["aws-*", robot]',
      'maxDeletes: 0',
      'hideExternalIds: true',
      'delete: [old]',
      'release: [older]',
    ];
    expect(parseSettings(SETTINGS + more.join('\n'), FILE).settings).toMatchObject({
      stackPrefix: 'acme-',
      cloudFormationRole: 'arn:aws:iam::111122223333:role/cfn',
      tags: { team: 'platform' },
      ignoreTags: ['aws-*', 'robot'],
      maxDeletes: 0,
      hideExternalIds: true,
      delete: ['old'],
      release: ['older'],
      acknowledgedAt: {
        'delete: [old]': { line: 10, column: 10 },
        'release: [older]': { line: 11, column: 11 },
      },
    });
  });

  it.each([
    ['eu-central-1', 'aws'],
    ['ap-southeast-4', 'aws'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])('the region %s is in the partition %s', (region, partition) => {
    expect(parseSettings(SETTINGS.replace('eu-central-1', region), FILE).settings?.partition).toBe(partition);
  });
});

describe('settings with a mistake, key by key', () => {
  const [V, A, R] = ['version: 1', 'account: "111122223333"', 'region: eu-west-1'];
  const OFF = 'rules: { full-admin: off }';
  const OWN = 'ownAccounts: ["444455556666"]';

  it.each<[mistake: string, lines: readonly string[], counts: object | undefined, left: readonly string[]]>([
    ['of another key', [V, A, R, OFF, 'tags: {'], { rules: { 'full-admin': 'off' } }, ['tags']],
    [
      'of a key that the rules go by',
      [V, A, R, OWN, 'rules: {'],
      { ownAccounts: ['444455556666'] },
      ['rules'],
    ],
    [
      'one side of a merge',
      ['<<<<<<< a', OFF, '=======', '>>>>>>> b', V, A, R, OWN],
      { ownAccounts: ['444455556666'] },
      ['rules'],
    ],
    [
      'the other side of it',
      ['<<<<<<< a', '=======', OFF, '>>>>>>> b', V, A, R, OWN],
      { ownAccounts: ['444455556666'] },
      ['rules'],
    ],
    ['three sides', ['<<<<<<< a', '||||||| c', OFF, '=======', '>>>>>>> b', V, A, R], {}, ['rules']],
    [
      'a list that goes on in a merge',
      [
        V,
        A,
        R,
        'ownAccounts:',
        '  - "444455556666"',
        '<<<<<<< a',
        '  - "555566667777"',
        '=======',
        '>>>>>>> b',
      ],
      {},
      ['ownAccounts'],
    ],
    [
      'a merge without its beginning',
      [OFF, '=======', '>>>>>>> b', V, A, R, OWN],
      { ownAccounts: ['444455556666'] },
      ['rules'],
    ],
    ['a merge without its end', [V, A, R, OWN, '<<<<<<< a', OFF], {}, ['ownAccounts', 'rules']],
    ['the account in a merge', [V, R, '<<<<<<< a', A, '=======', '>>>>>>> b'], undefined, ['account']],
    [
      'the version in a merge',
      ['<<<<<<< a', V, '=======', 'version: 2', '>>>>>>> b', A, R, OFF],
      {},
      ['rules', 'version'],
    ],
    ['another version', ['version: 7', A, R, OFF, OWN], {}, ['ownAccounts', 'rules', 'version']],
    ['another version, and no YAML', ['version: 7', A, R, OFF, 'tags: {'], {}, ['rules', 'tags', 'version']],
    ['no version', [A, R, OFF], {}, ['rules']],
    ['a version in quotes', ['version: "1"', A, R, OFF], { rules: { 'full-admin': 'off' } }, []],
    ['a key twice', [V, A, R, OFF, 'rules: {}', OWN], { ownAccounts: ['444455556666'] }, ['rules']],
    ['a key twice, and no YAML', [V, A, R, OFF, 'rules: {}', 'tags: {'], {}, ['rules', 'tags']],
    ['a key twice, once in quotes', [V, A, R, OFF, '"rules": {}', 'tags: {'], {}, ['rules', 'tags']],
    ['a key in quotes, and no YAML', [V, A, R, '"rules": {}', 'tags: {'], { rules: {} }, ['tags']],
    [
      'an alias of another key',
      [V, A, R, 'ownAccounts: &a ["444455556666"]', 'vendors: *a', 'tags: {'],
      { ownAccounts: ['444455556666'] },
      ['tags', 'vendors'],
    ],
    ['a second document', [V, A, R, '---', OFF], {}, ['rules']],
    ['a key with a space before it', [V, A, R, ' rules: {}'], undefined, ['region', 'rules']],
    [
      'a key behind a question mark',
      [V, A, R, '? rules', ': { full-admin: off }', 'tags: {'],
      undefined,
      ['region', 'rules', 'tags'],
    ],
    [
      'what is hidden',
      [V, A, R, 'hideExternalIds: true', 'hideExternalIds: false'],
      { hideExternalIds: true },
      ['hideExternalIds'],
    ],
    [
      'all in one line',
      ['{ version: 1, account: "111122223333", region: eu-west-1, rules: { full-admin: off }, x: 1 }'],
      { rules: { 'full-admin': 'off' } },
      [],
    ],
    [
      'all in one line, and no YAML',
      ['{ version: 1, account: "111122223333", region: eu-west-1, rules: {}'],
      undefined,
      ['account', 'region', 'rules', 'version'],
    ],
  ])('%s', (_, lines, counts, left) => {
    const parsed = parseSettings(lines.join('\n'), FILE);
    expect(parsed.settings).toBeUndefined();
    expect(parsed.left).toEqual(left);
    const { account, rules, ownAccounts, vendors, hideExternalIds } = parsed.sound ?? {};
    const read = Object.entries({ rules, ownAccounts, vendors, hideExternalIds });
    const known = Object.fromEntries(read.filter(([, value]) => value !== undefined));
    expect(parsed.sound === undefined ? undefined : known).toEqual(counts);
    expect(account).toBe(parsed.sound === undefined ? undefined : '111122223333');
  });

  it('parses each key of the settings at most once, whatever else the file has', () => {
    const keys = Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`);
    let parses = 0;
    const { entries } = keysByThemselves(
      [V, A, R, ...keys, ...keys, OFF, 'tags: {'].join('\n'),
      FILE,
      (...asked) => {
        parses += 1;
        return parseYaml(...asked);
      },
    );
    expect(entries.map(({ key }) => key)).toEqual(['version', 'account', 'region', 'rules']);
    expect(parses).toBe(5);
  });
});
