import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { hasErrors } from '../../../src/model/diagnostic.ts';
import { lineOf, parseFiles } from './parse.ts';

/** `input` is the file x.yaml; `files` are several, null in the place of the settings that every case has. */
interface Case {
  readonly name: string;
  readonly input?: readonly string[];
  readonly files?: Readonly<Record<string, readonly string[] | null>>;
  readonly expected: readonly string[];
}

const cases = JSON.parse(readFileSync('test/cases/diagnostics.json', 'utf8')) as readonly Case[];

describe('every mistake in a desired file is reported at its place, with what to write instead', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { input, files, expected }) => {
    const texts = Object.entries(files ?? { 'x.yaml': input ?? [] }).map(
      ([name, lines]) => [name, lines === null ? null : `${lines.join('\n')}\n`] as const,
    );
    const { scope, diagnostics } = parseFiles(Object.fromEntries(texts));
    expect(diagnostics.map(lineOf)).toEqual(expected);
    expect(scope === undefined).toBe(hasErrors(diagnostics));
  });

  it('no two cases have the same name', () => {
    expect(new Set(cases.map((one) => one.name)).size).toBe(cases.length);
  });
});
