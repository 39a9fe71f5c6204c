import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { anyText } from '../../helpers/arbitraries.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { parseFiles } from './parse.ts';

const { numRuns } = runsOf(12, 2_000);

const VALID = [
  readFileSync('desired/logzio-s3.yaml', 'utf8'),
  readFileSync('desired/starrocks.yaml', 'utf8'),
  readFileSync('test/corpus/vendor-pages/logiq-glue-service-role.yml', 'utf8'),
];

/** What people and merges do to a file: pieces of YAML in the wrong place, and characters that mean something. */
const PIECES = [
  '\t \n    : :  - # " \' { } [ ] , | > * &a *a !Sub !!binary ${ ${X} ${AWS::X} 012345678901 null ~ true'.split(
    ' ',
  ),
  '.inf -1 0x1 1e5 constructor é “ \u0000 \uD800 [[[[[[[[ \r\n Statement: roles: ---\n ...\n'.split(' '),
  [' ', '  ', ': ', '- ', '? ', '%YAML 1.1\n', '<<: *a', '__proto__: 1', '&x [*x, *x]', 'delete: [role/x]'],
  ['{"a": [1, {"b": null}]}', '{ "Fn::Sub": "x" }', '{ Ref: x }', '\nAWSTemplateFormatVersion: 1\n'],
].flat();

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 40 }),
  insert: fc.oneof(fc.constantFrom(...PIECES), anyText({ maxLength: 6 })),
});

const mutated = fc
  .tuple(fc.constantFrom(...VALID), fc.array(edit, { minLength: 1, maxLength: 5 }))
  .map(([text, edits]) =>
    edits.reduce((before, { at, remove, insert }) => {
      const start = Math.floor(at * before.length);
      return before.slice(0, start) + insert + before.slice(start + remove);
    }, text),
  );

/** Does a diagnostic point into the text? The end of the last line counts. */
function pointsInto(text: string, { location, message }: Diagnostic): boolean {
  if (message === '' || location === undefined) return false;
  const line = text.replace(/^\uFEFF/, '').split('\n')[location.line - 1];
  return line !== undefined && location.column >= 1 && location.column <= line.length + 1;
}

describe('whatever was done to a desired file', () => {
  it('the loader does not throw, and points into the file for every mistake', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const { scope, diagnostics } = parseFiles({ 'x.yaml': text });
        expect(diagnostics.filter((one) => !pointsInto(text, one))).toEqual([]);
        expect(scope !== undefined || diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
      }),
      { numRuns },
    );
  });

  it('the settings neither', () => {
    const settings = 'version: 1\naccount: "111122223333"\nregion: eu-central-1\ntags: { team: x }\n';
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const text = edits.reduce((before, { at, remove, insert }) => {
          const start = Math.floor(at * before.length);
          return before.slice(0, start) + insert + before.slice(start + remove);
        }, settings);
        const { diagnostics } = parseFiles({ 'rolekeeper.yaml': text });
        const own = diagnostics.filter(({ location }) => location !== undefined);
        expect(own.filter((one) => !pointsInto(text, one))).toEqual([]);
      }),
      { numRuns },
    );
  });
});
