import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { jsonSchemas } from '../../../src/desired/json-schema.ts';

describe('schema/', () => {
  it.each(Object.entries(jsonSchemas()))('%s is what scripts/emit-schema.mjs writes', (name, text) => {
    expect(readFileSync(`schema/${name}`, 'utf8')).toBe(text);
  });

  it('lets ${Name} through where the value that replaces it is constrained', () => {
    const [text = ''] = Object.values(jsonSchemas());
    expect(JSON.parse(text)).toMatchObject({
      properties: {
        roles: { items: { properties: { RoleName: { anyOf: [{}, { pattern: '\\$\\{[A-Za-z0-9:]+\\}' }] } } } },
      },
    });
  });
});
