import { describe, expect, it } from '@jest/globals';
import { parseSettings } from '../../../src/desired/parse-settings.ts';
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
