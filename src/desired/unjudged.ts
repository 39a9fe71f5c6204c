import { isSettingsFile } from '../model/desired-file.ts';
import { type Diagnostic, JUDGED_IN_PART, NOT_JUDGED } from '../model/diagnostic.ts';
import { listOf } from './diagnose.ts';
import type { ParsedSettings } from './parse-settings.ts';

/** The keys of the settings that the review rules judge by. */
const JUDGING = ['ownAccounts', 'vendors', 'rules'];

/** What the review rules do not judge while the settings have mistakes: a report without findings must not look clean. */
export function sayUnjudged(
  directory: string,
  { settings, sound, left, otherVersion }: ParsedSettings,
  files: readonly { readonly name: string; readonly file: string }[],
): readonly Diagnostic[] {
  if (settings !== undefined || files.every(({ name }) => isSettingsFile(name) && sound === undefined))
    return [];
  const file = files.find(({ name }) => isSettingsFile(name))?.file;
  const place = file === undefined ? {} : { location: { file, line: 1, column: 1 } };
  const say = (code: string, message: string, hint: string): Diagnostic => ({
    severity: 'warning',
    ...place,
    code,
    message,
    hint,
  });
  if (sound === undefined) {
    const message = `the review rules do not judge the files of ${directory}: its account or its region is not certain`;
    return [say(NOT_JUDGED, message, 'correct rolekeeper.yaml; this report has none of their findings')];
  }
  return [
    ...(otherVersion === true ? [ofOtherVersion(directory, say)] : withoutKeys(left, say)),
    ...(left.includes('include') ? [withoutIncludes(say)] : []),
  ];
}

type Say = (code: string, message: string, hint: string) => Diagnostic;

function ofOtherVersion(directory: string, say: Say): Diagnostic {
  return say(
    JUDGED_IN_PART,
    `the review rules judge the files of ${directory} by the account and the region alone: the settings are not of version 1`,
    'write "version: 1"; until then no other key of the settings counts, and rules have the levels that they have without settings',
  );
}

function withoutKeys(left: readonly string[], say: Say): readonly Diagnostic[] {
  const keys = JUDGING.filter((key) => left.includes(key));
  if (keys.length === 0) return [];
  const names = listOf(keys.map((key) => `"${key}:"`));
  return [
    say(
      JUDGED_IN_PART,
      `the review rules judge nothing by ${names}, which cannot be read for certain`,
      'correct it; until then the findings are those of the rules as they are without it',
    ),
  ];
}

function withoutIncludes(say: Say): Diagnostic {
  const message = 'the review rules do not judge every file under "include:": not all of it can be read';
  return say(NOT_JUDGED, message, 'correct it; this report does not have all of their findings');
}
