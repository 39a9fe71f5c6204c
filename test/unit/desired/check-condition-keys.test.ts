import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { checkConditionKeys } from '../../../src/desired/check-condition-keys.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import { suggesting } from '../../../src/desired/suggest.ts';
import type { SourceNode } from '../../../src/desired/source-tree.ts';
import type { Json } from '../../../src/model/json.ts';

const NEWER = 'if AWS has it, it is newer than the catalogue, and this warning can be left';

it.each([
  ['aws:SourceAccout', 'did you mean "aws:SourceAccount"?'],
  ['aws:PrincipleTag/team', 'did you mean "aws:PrincipalTag/team"?'],
  ['aws:PrincipalTag', 'did you mean "aws:PrincipalTag/<name>"?'],
  ['aws:ExternalId', 'did you mean "sts:ExternalId"?'],
  ['sts:ExternalID2', 'did you mean "sts:ExternalId"?'],
  ['s3:SourceIp', 'did you mean "aws:SourceIp"?'],
  ['s33:prefix', 'did you mean "s3:prefix"?'],
  ['iam:PassToService', 'did you mean "iam:PassedToService"?'],
  ['ec2:ResourceTags/team', 'did you mean "ec2:ResourceTag/team"?'],
  ['kms:Wobble', NEWER],
  ['nothing:Wobble', NEWER],
  ['constructor:name', NEWER],
])('the condition key %s is not a known condition key', async (key, hint) => {
  expect(await saidOf(key)).toEqual([
    `unknown-condition-key: ${JSON.stringify(key)} is not a known condition key -> ${hint}`,
  ]);
});

it.each([
  'aws:sourceaccount',
  'AWS:PrincipalOrgID',
  'aws:RequestTag/team/with/slashes',
  'aws:ResourceTag/a.b+c',
  'aws:VpceOrgPaths',
  'ec2:ResourceTag/${aws:PrincipalTag/team}',
  's3:ExistingObjectTag/class',
  'kms:EncryptionContext:aws:s3:arn',
  'codebuild:secondarySources/one.location',
  'lambda:SourceFunctionArn',
  'identitystore:UserId',
  'SAML:aud',
  'saml:anything-of-the-provider',
  'token.actions.githubusercontent.com:job_workflow_ref',
  'accounts.google.com:google/organization_number',
  'oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C:sub',
  'id.example.com/tenant:any_claim',
])('the condition key %s is known, or one that an identity provider names itself', async (key) => {
  expect(await saidOf(key)).toEqual([]);
});

it("the condition keys of AWS's own policies are known, but for three that no table of AWS has", async () => {
  const { conditionKeys = {} } = await readCatalogue();
  expect(Object.keys(conditionKeys).length).toBeGreaterThan(150);
  const corpus = 'test/corpus/aws-managed-policies/policies.json.gz';
  const documents = JSON.parse(gunzipSync(readFileSync(corpus)).toString()) as Record<string, Json>;
  const catalogue = await readCatalogue();
  const unknown = Object.values(documents).flatMap((document) =>
    checkConditionKeys(nodeOf(document), catalogue, suggesting()).map(
      ({ message }) => message.split('"')[1] ?? '',
    ),
  );
  expect([...new Set(unknown)].sort()).toEqual([
    'deepracer:MultiUser',
    'deepracer:UserToken',
    'lakeformation:GlueARN',
  ]);
});

it('the first unknown keys of a run come with a suggestion, so that a file of 1 MiB takes no minute', async () => {
  const keys = Array.from({ length: 4_000 }, (_, index) => [`ec2:InstanceTypf${index}`, 'a'] as const);
  const document = { Statement: { Condition: { StringEquals: Object.fromEntries(keys) } } };
  const said = checkConditionKeys(nodeOf(document), await readCatalogue(), suggesting());
  expect(said).toHaveLength(4_000);
  const meant = said.map(({ hint }) => hint?.startsWith('did you mean "ec2:InstanceType"') === true);
  expect(meant.slice(0, 100)).not.toContain(false);
  expect(meant.slice(2000)).not.toContain(true);
});

it('a known key has one part at most that the user chooses', async () => {
  const { conditionKeys = {} } = await readCatalogue();
  expect(
    Object.values(conditionKeys)
      .flat()
      .filter((name) => name.split('*').length > 2),
  ).toEqual([]);
});

async function saidOf(key: string): Promise<readonly string[]> {
  const file = (name: string, text: string): { name: string; file: string; text: string } => ({
    name,
    file: `d/${name}`,
    text,
  });
  const statement = `{ Effect: Allow, Action: "sqs:*", Resource: "*", Condition: { StringEquals: { ${JSON.stringify(key)}: a } } }`;
  const { scope, diagnostics } = parseScope({
    directory: 'd',
    files: [
      file('rolekeeper.yaml', 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n'),
      file(
        'x.yaml',
        `integration: x\ndescription: d\nmanagedPolicies:\n  - ManagedPolicyName: m\n    PolicyDocument: { Version: "2012-10-17", Statement: [${statement}] }\n`,
      ),
    ],
    catalogue: await readCatalogue(),
  });
  expect(scope).toBeDefined();
  expect(diagnostics.every(({ severity }) => severity === 'warning')).toBe(true);
  return diagnostics.map(({ code, message, hint }) => `${code}: ${message} -> ${hint ?? ''}`);
}

const location = { file: 'x.yaml', line: 1, column: 1 };

function nodeOf(value: Json): SourceNode {
  if (Array.isArray(value)) return { type: 'list', items: value.map(nodeOf), location };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => ({
      key,
      keyLocation: location,
      value: nodeOf(member),
    }));
    return { type: 'map', entries, location };
  }
  return { type: 'scalar', value: value as string, source: String(value), location };
}
