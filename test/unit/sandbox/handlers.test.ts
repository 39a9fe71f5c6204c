import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Write } from '../../../src/sandbox/call.ts';
import type { Json, JsonObject } from '../../../src/sandbox/json.ts';
import { knownHandler } from '../../../src/sandbox/stacks/handlers/registry.ts';
import { createGroup } from '../../../src/sandbox/iam/groups.ts';
import { createRole } from '../../../src/sandbox/iam/roles.ts';
import { createUser } from '../../../src/sandbox/iam/users.ts';
import { World } from '../../../src/sandbox/world.ts';
import { allow, trust } from './stacks.ts';
import { runsOf } from '../../helpers/thorough.ts';

const { numRuns } = runsOf(15, 1_000);

function start(): Write {
  const write: Write = {
    world: new World('111122223333'),
    origin: { kind: 'api', action: 'test', by: 'test' },
  };
  for (const name of ['x', 'y']) {
    createRole(write, { name, trust: JSON.stringify(trust()) });
    createUser(write, { name });
    createGroup(write, name);
  }
  return write;
}

const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const document = fc
  .constantFrom('s3:Get*', 's3:Put*', 'kms:Decrypt')
  .map((action) => allow(action) as JsonObject);
const path = fc.constantFrom('/', '/a/');
const names = fc.uniqueArray(fc.constantFrom('x', 'y'));
const arns = fc.uniqueArray(fc.constantFrom('A', 'B', 'C').map(arn));
const policies = fc.uniqueArray(
  fc.record({ PolicyName: fc.constantFrom('p', 'q'), PolicyDocument: document }),
  { selector: (one) => one.PolicyName },
);
const tags = fc.uniqueArray(fc.record({ Key: fc.constantFrom('k', 'l'), Value: fc.constantFrom('', 'v') }), {
  selector: (one) => one.Key,
});
const boundary = fc.option(fc.constantFrom(arn('A'), arn('B')), { nil: undefined });
const common = { ManagedPolicyArns: arns, Policies: policies };

/** For each type: its properties, all of them declared. */
const kinds: readonly [string, string, Record<string, fc.Arbitrary<unknown>>][] = [
  [
    'AWS::IAM::Role',
    'r',
    {
      ...common,
      RoleName: fc.constant('r'),
      Path: fc.constant('/'),
      Tags: tags,
      PermissionsBoundary: boundary,
      Description: fc.option(fc.constantFrom('d', 'e'), { nil: undefined }),
      MaxSessionDuration: fc.constantFrom(3600, 7200),
      AssumeRolePolicyDocument: fc
        .constantFrom('arn:aws:iam::406095609952:root', 'arn:aws:iam::111122223333:role/x')
        .map((AWS) => trust({ AWS })),
    },
  ],
  [
    'AWS::IAM::User',
    'u',
    {
      ...common,
      UserName: fc.constant('u'),
      Path: path,
      Tags: tags,
      PermissionsBoundary: boundary,
      Groups: names,
    },
  ],
  ['AWS::IAM::Group', 'g', { ...common, GroupName: fc.constant('g'), Path: path }],
  [
    'AWS::IAM::InstanceProfile',
    'i',
    {
      InstanceProfileName: fc.constant('i'),
      Path: fc.constant('/'),
      Roles: names.map((all) => all.slice(0, 1)),
    },
  ],
  [
    'AWS::IAM::OIDCProvider',
    'https://id.example.com/Acme',
    {
      Url: fc.constant('https://id.example.com/Acme'),
      ClientIdList: fc.uniqueArray(fc.constantFrom('acme', 'Acme', 'sts.amazonaws.com')),
      ThumbprintList: fc.uniqueArray(fc.constantFrom('a'.repeat(40), 'b'.repeat(40)), { minLength: 1 }),
      Tags: tags,
    },
  ],
  [
    'AWS::IAM::ManagedPolicy',
    'm',
    {
      ManagedPolicyName: fc.constant('m'),
      Path: fc.constant('/'),
      PolicyDocument: document,
      Roles: names,
      Users: names,
      Groups: names,
    },
  ],
];

/** Order of lists means nothing to IAM. */
function sorted(value: Json | undefined): unknown {
  if (Array.isArray(value)) {
    return (value as Json[]).map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item)]));
}

const clean = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonObject;

describe('a resource handler', () => {
  it.each(kinds)(
    '%s makes IAM what the properties say, when it creates and when it updates',
    (type, name, shape) => {
      const handler = knownHandler(type);
      const arbitrary = fc.record(shape).map(clean);
      fc.assert(
        fc.property(arbitrary, arbitrary, (first, second) => {
          const write = start();
          const { iam } = write.world;
          let id = '';
          handler.create(write, first, name, (physicalId) => (id = physicalId));
          expect(sorted(handler.read(iam, id))).toEqual(sorted(first));
          handler.update(write, id, first, second);
          expect(sorted(handler.read(iam, id))).toEqual(sorted(second));
          const writes = write.world.ledger.length;
          handler.update(write, id, second, second);
          expect(write.world.ledger).toHaveLength(writes);
          expect(handler.locate(iam, second)).toBe(id);
          handler.delete(write, id, second);
          expect(handler.read(iam, id)).toBeUndefined();
        }),
        { numRuns },
      );
    },
  );

  it('of a managed policy does not take it from holders that another caller attached it to', () => {
    const write = start();
    const handler = knownHandler('AWS::IAM::ManagedPolicy');
    const properties = { ManagedPolicyName: 'm', PolicyDocument: allow('s3:*') as JsonObject };
    let id = '';
    handler.create(write, properties, 'm', (physicalId) => (id = physicalId));
    write.world.iam.role('x').attached = [id];
    expect(() => handler.delete(write, id, properties)).toThrow(
      'Cannot delete a policy attached to entities.',
    );
  });

  it('of a user leaves access keys, which then hold the user', () => {
    const write = start();
    write.world.iam.user('x').accessKeys = [{ id: 'AKIA', status: 'Active', createDate: '' }];
    expect(() => knownHandler('AWS::IAM::User').delete(write, 'x', {})).toThrow(
      'must delete access keys first',
    );
  });
});
