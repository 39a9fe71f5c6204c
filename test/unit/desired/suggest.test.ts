import { expect, it } from '@jest/globals';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import { suggesting } from '../../../src/desired/suggest.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { settingsFile } from '../commands/desired-folder.ts';

const FILE = `integration: reader
description: A vendor
parameters: { BucketName: lake }
managedPolicies:
  - ManagedPolicyName: reader-list
    PolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Action: [s3:GetObjekt, s33:GetObject]
          Resource: arn:aws:s3:::\${BucktName}/*
          Condition: { StringEquals: { aws:SourceAcount: '111122223333' } }
groups:
  - GroupName: readers
    ManagedPolicyArns: [reader-lst]
  - GroupNam: writers
overwrite: [group/raeders]
ignore: [{ address: group/readers, field: Polices, reason: known }]
expect: [{ principal: group/reeders, deny: [s3:PutObject], on: ['*'] }]
handover: The group is \${group/redaers.Arn}.
`;

it('of every kind of mistake what was meant is looked for within the steps of the run', async () => {
  const asked = new Set<string>();
  const scopeOf = (text: string) => ({
    directory: 'd',
    files: [
      { name: 'rolekeeper.yaml', file: 'd/rolekeeper.yaml', text: settingsFile('300000000000') },
      { name: 'reader.yaml', file: 'd/reader.yaml', text },
    ],
  });
  const suggestFew = (word: string) => {
    asked.add(word);
    return undefined;
  };
  const { diagnostics } = parseScope({ ...scopeOf(FILE), catalogue: await readCatalogue(), suggestFew });
  expect(diagnostics.filter(({ hint }) => hint?.includes('did you mean'))).toEqual([]);
  expect([...asked].sort()).toEqual([
    'BucktName',
    'GetObjekt',
    'GroupNam',
    'Polices',
    'SourceAcount',
    'aws',
    'group/raeders',
    'group/redaers',
    'group/reeders',
    'reader-lst',
    's33',
  ]);
});

it('the steps last for dozens of mistyped names among those of the largest service, and end', () => {
  const names = Array.from({ length: 700 }, (_, index) => `DescribeInstance${index}`);
  const suggestFew = suggesting();
  const said = Array.from({ length: 3000 }, (_, index) =>
    suggestFew(`DescribeInstanse${index}`, () => names),
  );
  expect(said.slice(0, 30)).not.toContain(undefined);
  expect(new Set(said.slice(-1000))).toEqual(new Set([undefined]));
});
