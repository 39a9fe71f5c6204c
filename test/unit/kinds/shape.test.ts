import { describe, expect, it } from '@jest/globals';
import { arnOf } from '../../../src/kinds/arn.ts';
import type { FieldSpec } from '../../../src/kinds/kind.ts';
import { KIND_SPECS } from '../../../src/kinds/registry.ts';
import { decodeDocument } from '../../../src/kinds/decode-document.ts';
import { comparable, membersOf, normaliseValue, policyTypeOf } from '../../../src/kinds/shape.ts';
import { isSaidByName, sayField } from '../../../src/report/say-field.ts';
import { CONTEXT, resource, trustOf } from '../../helpers/resources.ts';

const context = { partition: 'aws' };

describe('members of a field', () => {
  it('are the whole value of a scalar', () => {
    expect(membersOf('text', 'x')).toEqual([{ key: '', value: 'x' }]);
  });

  it('are told apart by name, with regard to case where IAM has it', () => {
    const policies = [
      { PolicyName: 'Read', PolicyDocument: {} },
      { PolicyName: 'read', PolicyDocument: {} },
    ];
    expect(membersOf('inline-policies', policies).map((member) => member.key)).toEqual(['Read', 'read']);
    expect(membersOf('names', ['Readers']).map((member) => member.key)).toEqual(['readers']);
    expect(membersOf('tags', [{ Key: 'A', Value: '1' }]).map((member) => member.key)).toEqual(['A']);
  });

  it('are none of a value that is no list', () => {
    for (const shape of ['arns', 'names', 'tags', 'inline-policies'] as const) {
      expect(membersOf(shape, 'x')).toEqual([]);
      expect(normaliseValue(shape, null)).toEqual([]);
    }
  });

  it('are equal when they mean the same', () => {
    const account = trustOf('AWS', '406095609952');
    const root = trustOf('AWS', 'arn:aws:iam::406095609952:root');
    expect(comparable('trust-policy', account, context)).toBe(comparable('trust-policy', root, context));
    expect(comparable('names', 'Readers', context)).toBe(comparable('names', 'readers', context));
    expect(comparable('arns', 'A', context)).not.toBe(comparable('arns', 'a', context));
  });

  it('are policies of a type where they are policies', () => {
    expect(policyTypeOf('trust-policy')).toBe('trust');
    expect(policyTypeOf('inline-policies')).toBe('identity');
    expect(policyTypeOf('tags')).toBeUndefined();
  });
});

describe('a document of IAM', () => {
  const document = { Version: '2012-10-17', Statement: [{ Resource: 'arn:aws:s3:::a b+c%2F/*', Sid: 'ü' }] };
  const text = JSON.stringify(document);

  it.each([
    ['URL-encoded, as the API sends it', encodeURIComponent(text)],
    ['as JSON text', text],
    ['as JSON text after white space', `\n ${text}`],
    ['decoded, as the aws CLI prints it', document],
  ])('is read %s', (_title, given) => {
    expect(decodeDocument(given)).toEqual(document);
  });

  it('is not decoded twice: a percent sign in it is a percent sign', () => {
    expect(decodeDocument('{"a":"%7B"}')).toEqual({ a: '%7B' });
  });

  it.each(['not JSON', '%', '%7Bbroken', ''])(
    'that is none stays the text %j, which equals no document',
    (given) => {
      expect(decodeDocument(given)).toBe(given);
    },
  );
});

describe('an ARN', () => {
  it.each([
    ['role', '/', 'arn:aws:iam::111122223333:role/x'],
    ['managed-policy', '/vendors/', 'arn:aws:iam::111122223333:policy/vendors/x'],
    ['user', '/', 'arn:aws:iam::111122223333:user/x'],
    ['group', '/', 'arn:aws:iam::111122223333:group/x'],
    ['instance-profile', '/', 'arn:aws:iam::111122223333:instance-profile/x'],
  ] as const)('of a %s at %s', (kind, path, arn) => {
    expect(arnOf(resource(kind, 'x', { Path: path }), CONTEXT)).toBe(arn);
  });
});

describe('a field in a report', () => {
  const fields = KIND_SPECS.flatMap((spec) => spec.fields);

  it.each(fields.map(({ property }) => property))('%s has a name of its own', (property) => {
    expect(sayField({ field: property, member: undefined })).not.toBe(property);
  });

  it('is said by its member where that is all there is to say', () => {
    const isSaid = ({ property }: FieldSpec): boolean => isSaidByName({ field: property, member: 'x' });
    const names = fields.filter(({ shape }) => ['arns', 'names', 'texts'].includes(shape));
    expect(fields.filter(isSaid)).toEqual(names);
  });
});
