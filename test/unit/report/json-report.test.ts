import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { renderJson } from '../../../src/report/json-report.ts';

describe('a report in json', () => {
  it('has sorted keys and ends with a newline', () =>
    expect(renderJson({ b: [1, {}], a: [] })).toBe('{\n  "a": [],\n  "b": [\n    1,\n    {}\n  ]\n}\n'));

  it('keeps every value, whatever the keys', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = renderJson(value);
        // JSON.stringify writes -0 as 0.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: Number(process.env['ROLEKEEPER_PROPERTY_RUNS'] ?? 300) },
    ));

  it('keeps a key named __proto__', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"a": 1}}');
    expect(renderJson(hostile)).toContain('"__proto__"');
  });

  it('is safe to print', () => {
    const text = renderJson({ a: '\u202e\u009b31m\u001b ##[error]x \u{e0041}' });
    expect(text).toBe('{\n  "a": "\\u202e\\u009b31m\\u001b #\\u0023[error]x \\udb40\\udc41"\n}\n');
  });
});
