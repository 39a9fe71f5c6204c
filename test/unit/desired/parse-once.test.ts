import { describe, expect, it, test } from '@jest/globals';
import { type FileContext, parseIntegration } from '../../../src/desired/parse-integration.ts';
import { integrationOnce, settingsOnce } from '../../../src/desired/parse-once.ts';
import { parseSettings } from '../../../src/desired/parse-settings.ts';

const TEXT = `integration: i
description: d
expires: 2027-01-31
roles:
  - RoleName: r
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Principal: { AWS: 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root' }
          Action: sts:AssumeRol
    Policies:
      - PolicyName: p
        PolicyDocument:
          Version: '2012-10-17'
          Statement: { Effect: Allow, Action: s3:GetObject, Resource: 'arn:aws:s3:::\${AWS::Region}/*' }
`;

const CONTEXT: FileContext = { account: '300000000000', partition: 'aws', region: 'eu-west-1', tags: {} };

const included = (line: number): NonNullable<FileContext['included']> => {
  const location = { file: 'desired/rolekeeper.yaml', line, column: 1 };
  return { file: 'i.yaml', location, node: { type: 'map', entries: [], location } };
};

/** For everything that a file depends on, something else. How many suggestions are left decides about hints alone. */
const OTHER: {
  readonly [Key in Exclude<keyof FileContext, 'suggestFew'>]-?: NonNullable<FileContext[Key]>;
} = {
  account: '300000000001',
  partition: 'aws-cn',
  region: 'eu-west-2',
  tags: { team: 'security' },
  catalogue: { source: '', services: {} },
  rehearsed: '300000000000',
  today: '2027-02-01',
  included: included(7),
};

describe('a text that was parsed already', () => {
  it('is not parsed again', () => {
    const first = integrationOnce(TEXT, 'i.yaml', CONTEXT);
    expect(integrationOnce(TEXT, 'i.yaml', { ...CONTEXT, tags: {} })).toBe(first);
    expect(first).toEqual(parseIntegration(TEXT, 'i.yaml', CONTEXT));
  });

  test.each(Object.keys(OTHER) as (keyof typeof OTHER)[])('is parsed again for another %s', (key) => {
    const other = { ...CONTEXT, [key]: OTHER[key] };
    const first = integrationOnce(TEXT, 'i.yaml', CONTEXT);
    const second = integrationOnce(TEXT, 'i.yaml', other);
    expect(second).not.toBe(first);
    expect(second).toEqual(parseIntegration(TEXT, 'i.yaml', other));
  });

  it('is parsed again for another place of it, or of the include', () => {
    const first = integrationOnce(TEXT, 'i.yaml', { ...CONTEXT, included: included(1) });
    expect(integrationOnce(TEXT, 'i.yaml', { ...CONTEXT, included: included(2) })).not.toBe(first);
    expect(integrationOnce(TEXT, 'other/i.yaml', CONTEXT)).toEqual(
      parseIntegration(TEXT, 'other/i.yaml', CONTEXT),
    );
  });

  it('of settings is parsed again for another file, and for an emulator', () => {
    const text = "version: 1\naccount: '111122223333'\nregion: eu-west-1\n";
    expect(settingsOnce(text, 'a.yaml', false)).toBe(settingsOnce(text, 'a.yaml', false));
    for (const [file, rehearsal] of [
      ['a.yaml', true],
      ['a.yaml', false],
      ['b.yaml', false],
    ] as const)
      expect(settingsOnce(text, file, rehearsal)).toEqual(parseSettings(text, file, rehearsal));
  });

  it('is parsed again when a folder of a thousand others was read since', () => {
    const first = integrationOnce(TEXT, 'i.yaml', CONTEXT);
    for (let index = 0; index < 1_000; index += 1) integrationOnce('', `${index}.yaml`, CONTEXT);
    expect(integrationOnce(TEXT, 'i.yaml', CONTEXT)).not.toBe(first);
  });
});
