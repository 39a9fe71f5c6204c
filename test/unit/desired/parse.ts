import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { parseScope, type ParsedScope } from '../../../src/desired/parse-scope.ts';

/** The settings that a case has unless it brings its own. */
export const SETTINGS = 'version: 1\naccount: "111122223333"\nregion: eu-central-1\n';

/** Parses texts by file name as the folder `desired`; null removes the settings. */
export function parseFiles(files: Readonly<Record<string, string | null>>): ParsedScope {
  const all = Object.entries({ 'rolekeeper.yaml': SETTINGS, ...files });
  return parseScope({
    directory: 'desired',
    files: all.flatMap(([name, text]) => (text === null ? [] : [{ name, file: `desired/${name}`, text }])),
  });
}

/** `desired/x.yaml:3:5 error unknown-key: what is wrong -> what to write` */
export function lineOf({ severity, code, message, hint, location }: Diagnostic): string {
  const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column} `;
  return `${place}${severity} ${code}: ${message}${hint === undefined ? '' : ` -> ${hint}`}`;
}
