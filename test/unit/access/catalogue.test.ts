import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { namesOf } from '../../../src/access/catalogue.ts';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import { ACCESS_LEVELS } from '../../../src/model/action-catalogue.ts';

const FILE = new URL('../../../dist/action-catalogue.json.gz', import.meta.url);

describe('the action catalogue', () => {
  it('takes at most 250 KB', () => {
    expect(readFileSync(FILE).length).toBeLessThanOrEqual(250 * 1024);
  });

  it('knows names, levels and resource types as AWS writes them', async () => {
    const { services } = await readCatalogue();
    expect(services['s3']?.actions['Permissions management']?.['PutBucketPolicy']).toContain('bucket*');
    expect(services['iam']?.actions.Write?.['PassRole']).toEqual(['role*']);
    expect(services['sts']?.actions.Tagging?.['TagSession']).toEqual(['role']);
  });

  it('has no other access level than those that reports know', async () => {
    const { services } = await readCatalogue();
    const levels = new Set(Object.values(services).flatMap((service) => Object.keys(service.actions)));
    expect([...levels].filter((level) => !ACCESS_LEVELS.some((known) => known === level))).toEqual([]);
    expect(Object.keys(services).length).toBeGreaterThan(400);
  });

  it('knows no action twice', async () => {
    const catalogue = await readCatalogue();
    const twice = Object.keys(catalogue.services).filter((service) => {
      const names = namesOf(catalogue, service).map((action) => action.lowerName);
      return new Set(names).size !== names.length;
    });
    expect(twice).toEqual([]);
  });
});

describe('an action of a desired file that the catalogue does not know', () => {
  it.each([
    ['s3:GetObjekt', 'unknown-action: "s3:GetObjekt" is not a known action -> did you mean "s3:GetObject"?'],
    ['S3:getobject', undefined],
    ['s3:Get*', undefined],
    [
      's3:Foo*Bar',
      'unknown-action: "s3:Foo*Bar" matches no known action -> if AWS has it, it is newer than the catalogue, and this warning can be left',
    ],
    [
      's33:GetObject',
      'unknown-service: "s33:GetObject" names an unknown service -> did you mean "s3:GetObject"?',
    ],
    ['*', undefined],
  ])('%s', async (action, expected) => {
    const files = [
      {
        file: 'd/rolekeeper.yaml',
        name: 'rolekeeper.yaml',
        text: 'version: 1\naccount: "111122223333"\nregion: eu-west-1\n',
      },
      {
        file: 'd/x.yaml',
        name: 'x.yaml',
        text: `integration: x\ndescription: d\nmanagedPolicies:\n  - ManagedPolicyName: m\n    PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "${action}", Resource: "*" }] }\n`,
      },
    ];
    const { scope, diagnostics } = parseScope({ directory: 'd', files, catalogue: await readCatalogue() });
    const said = diagnostics.map(({ code, message, hint }) => `${code}: ${message} -> ${hint ?? ''}`);
    expect(said).toEqual(expected === undefined ? [] : [expected]);
    expect(diagnostics.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(scope).toBeDefined();
  });
});
