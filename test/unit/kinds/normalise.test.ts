import { KIND_VALUES } from '../../../src/kinds/values.ts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KINDS } from '../../../src/model/address.ts';
import { normaliseResource } from '../../../src/kinds/normalise.ts';
import { KIND_SPECS, kindOfType, kindSpec } from '../../../src/kinds/registry.ts';
import { anyResource, PROPERTY_RUNS, respelled } from '../../helpers/arbitraries.ts';

const role = kindSpec('role');

describe('a resource in normal form', () => {
  it('has the defaults that IAM would fill in', () => {
    expect(normaliseResource(role, { RoleName: 'x' })).toEqual({
      kind: 'role',
      name: 'x',
      properties: { ManagedPolicyArns: [], MaxSessionDuration: 3600, Path: '/', Policies: [], Tags: [] },
    });
  });

  it('has sets in order and without repeats', () => {
    const { properties } = normaliseResource(role, {
      RoleName: 'x',
      ManagedPolicyArns: ['b', 'a', 'b'],
      Tags: [
        { Key: 'z', Value: '1' },
        { Key: 'A', Value: '' },
      ],
    });
    expect(properties['ManagedPolicyArns']).toEqual(['a', 'b']);
    expect(properties['Tags']).toEqual([
      { Key: 'A', Value: '' },
      { Key: 'z', Value: '1' },
    ]);
  });

  it('has no empty description: IAM does not tell it from none', () => {
    expect(normaliseResource(role, { RoleName: 'x', Description: '' }).properties).not.toHaveProperty(
      'Description',
    );
  });

  it('keeps policy documents as they are written', () => {
    const document = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'a:b', Resource: ['*'] },
    };
    const { properties } = normaliseResource(kindSpec('managed-policy'), {
      ManagedPolicyName: 'x',
      PolicyDocument: document,
    });
    expect(properties['PolicyDocument']).toEqual(document);
  });

  it('takes groups of one user for the same whatever their case, and keeps a spelling', () => {
    const { properties } = normaliseResource(kindSpec('user'), {
      UserName: 'x',
      Groups: ['Readers', 'readers'],
    });
    expect(properties['Groups']).toHaveLength(1);
  });

  it('takes a property that is called like a member of every object for what it is', () => {
    const { properties } = normaliseResource(role, {
      RoleName: 'x',
      Policies: [{ PolicyName: '__proto__', PolicyDocument: { Version: '2012-10-17' } }],
      Tags: [{ Key: 'constructor', Value: 'x' }],
    });
    expect(properties['Policies']).toEqual([
      { PolicyName: '__proto__', PolicyDocument: { Version: '2012-10-17' } },
    ]);
    expect(properties['Tags']).toEqual([{ Key: 'constructor', Value: 'x' }]);
  });

  it('stays as it is when it is normalised again', () => {
    fc.assert(
      fc.property(anyResource, (resource) => {
        const spec = kindSpec(resource.kind);
        const again = normaliseResource(spec, { ...resource.properties, [spec.nameProperty]: resource.name });
        expect(again).toEqual(resource);
      }),
      PROPERTY_RUNS,
    );
  });

  it('has the same sets however their members are ordered', () => {
    fc.assert(
      fc.property(
        anyResource.chain((resource) => fc.tuple(fc.constant(resource), respelled(resource))),
        ([resource, other]) => {
          const spec = kindSpec(resource.kind);
          const again = normaliseResource(spec, { ...other.properties, [spec.nameProperty]: other.name });
          for (const { property, shape } of spec.fields) {
            if (shape !== 'arns' && shape !== 'names' && shape !== 'tags') continue;
            expect(again.properties[property]).toEqual(resource.properties[property]);
          }
        },
      ),
      PROPERTY_RUNS,
    );
  });
});

describe('the registry', () => {
  it('has every kind once, with a list and a CloudFormation type of its own', () => {
    expect(KIND_SPECS.map((spec) => spec.kind).sort()).toEqual([...KINDS].sort());
    for (const key of ['list', 'cloudFormationType', 'nameProperty'] as const) {
      expect(new Set(KIND_SPECS.map((spec) => spec[key])).size).toBe(KINDS.length);
    }
  });

  it('finds a kind by its CloudFormation type, and nothing by another', () => {
    for (const spec of KIND_SPECS) expect(kindOfType(spec.cloudFormationType)?.kind).toBe(spec.kind);
    expect(kindOfType('AWS::IAM::Policy')).toBeUndefined();
    expect(kindOfType('constructor')).toBeUndefined();
  });

  it('has defaults that its own schemas accept', () => {
    for (const { kind, fields } of KIND_SPECS) {
      for (const field of fields) {
        if (field.default === undefined) continue;
        const schema = KIND_VALUES[kind].fields[field.property];
        expect([field.property, schema?.safeParse(field.default).success]).toEqual([field.property, true]);
      }
    }
  });
});
