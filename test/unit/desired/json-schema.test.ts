import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { jsonSchemas } from '../../../src/desired/json-schema.ts';
import { referencePage } from '../../../src/desired/reference-page.ts';

describe('schema/', () => {
  it.each(Object.entries(jsonSchemas()))('%s is what scripts/emit-schema.mjs writes', (name, text) => {
    expect(readFileSync(`schema/${name}`, 'utf8')).toBe(text);
  });

  it('lets ${Name} through where the value that replaces it is constrained', () => {
    const [text = ''] = Object.values(jsonSchemas());
    expect(JSON.parse(text)).toMatchObject({
      properties: {
        roles: {
          items: { properties: { RoleName: { anyOf: [{}, { pattern: '\\$\\{[A-Za-z0-9:]+\\}' }] } } },
        },
      },
    });
  });

  it('asks of a role for a trust policy or "pending: true", and not for both', () => {
    const schema = JSON.parse(jsonSchemas()['integration.schema.json'] ?? '{}') as unknown;
    const role = {
      required: ['RoleName'],
      oneOf: [
        { required: ['AssumeRolePolicyDocument'] },
        { required: ['pending'], properties: { pending: { const: true } } },
      ],
    };
    expect(schema).toMatchObject({ properties: { roles: { items: role } } });
  });

  it('looks into policy documents, and knows a trust policy from the others', () => {
    const schema = JSON.parse(jsonSchemas()['integration.schema.json'] ?? '{}') as unknown;
    const role = {
      AssumeRolePolicyDocument: { $ref: '#/$defs/trustPolicy' },
      Policies: { items: { properties: { PolicyDocument: { $ref: '#/$defs/identityPolicy' } } } },
    };
    expect(schema).toMatchObject({
      properties: { roles: { items: { properties: role } } },
      $defs: { trustPolicy: { required: ['Statement'] }, identityPolicy: { required: ['Statement'] } },
    });
  });
});

describe('docs/reference.md', () => {
  it('is what scripts/emit-reference.mjs writes', () => {
    expect(readFileSync('docs/reference.md', 'utf8')).toBe(referencePage());
  });

  it('says of every key what it means', () => {
    expect(referencePage().match(/^.*\|  ?\|$/gm)).toBeNull();
  });

  it.each([
    'stackPrefix',
    'cloudFormationRole',
    'hold[].until',
    'roles[].AssumeRolePolicyDocument',
    'roles[].pending',
    'handover',
    'include[].expires',
    'expect[].on',
  ])('names the key %s', (key) => expect(referencePage()).toContain(`| \`${key}\``));
});
