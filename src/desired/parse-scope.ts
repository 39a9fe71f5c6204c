import { integrationOfFile, isSettingsFile } from '../model/desired-file.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { Address } from '../model/address.ts';
import { declaredBy, type Scope } from '../model/integration.ts';
import { checkResourceNames } from './check-names.ts';
import { errorAt, show, sortDiagnostics, withoutFollowUps } from './diagnose.ts';
import { includedAt, missingInclude, type SourceInclude } from './includes.ts';
import type { FileContext, ParsedIntegration } from './parse-integration.ts';
import { integrationOnce, settingsOnce } from './parse-once.ts';
import type { Suggesting } from './suggest.ts';
import { sayUnjudged } from './unjudged.ts';
import { failed, SETTINGS_EXAMPLE, type ParsedSettings } from './parse-settings.ts';

/** A file of a scope's folder, as it was read. */
export interface ScopeFile {
  /** As the user would type it: the folder joined with the name. */
  readonly file: string;
  /** Without the folder. */
  readonly name: string;
  readonly text: string;
}

/** The files that scopes include, by the path that the settings write: as read, or why a file cannot be. */
export type SharedFiles = ReadonlyMap<string, ScopeFile | Diagnostic>;

export interface ParsedScope {
  /** Absent when there are errors. */
  readonly scope?: Scope;
  /** With the files that could be read, whatever is wrong with others: to be judged, never to be planned. */
  readonly readable?: Scope;
  /** The same where the settings have mistakes, too: by what is right in them. */
  readonly reviewable?: Scope;
  readonly diagnostics: readonly Diagnostic[];
}

/** CloudFormation's limit on a stack's name. */
const LONGEST_STACK_NAME = 128;

/** What the files of a folder are checked with. */
export interface Checking {
  /** Without it, no action is unknown. */
  readonly catalogue?: ActionCatalogue | undefined;
  /**
   * The SDK is pointed at an emulator: its account may be one that stands in examples, and GetCallerIdentity still has to
   * confirm it before anything is read.
   */
  readonly rehearsal?: boolean | undefined;
  /** `YYYY-MM-DD`; without it, no date is too far ahead. */
  readonly today?: string | undefined;
  /** Says what was meant, for the mistakes of all scopes of a run; absent: for those of each file. */
  readonly suggestFew?: Suggesting | undefined;
  /** Called for the settings of each scope, where they have no mistake, before its files are checked. */
  readonly onSettings?: ((scope: Pick<Scope, 'directory' | 'settings'>) => void) | undefined;
  /** Called for each file that was checked. */
  readonly onFile?: ((file: CheckedFile) => void) | undefined;
}

/** What is told of a file of a scope while others are not checked yet. */
export interface CheckedFile {
  readonly directory: string;
  /** What it declares; nothing where it has a mistake. */
  readonly declared: readonly Address[];
}

/** The YAML files of one folder. */
export interface ScopeTexts extends Checking {
  readonly directory: string;
  readonly files: readonly ScopeFile[];
  /** What the settings include. */
  readonly shared?: SharedFiles;
}

/** The YAML files of one folder as a scope, or all that is wrong with them. Never throws. */
export function parseScope({
  directory,
  files,
  shared = new Map(),
  catalogue,
  rehearsal = false,
  today,
  suggestFew,
  onSettings,
  onFile,
}: ScopeTexts): ParsedScope {
  const settings = settingsOf(directory, files, rehearsal);
  if (settings.settings !== undefined) onSettings?.({ directory, settings: settings.settings });
  const context: FileContext = {
    ...settings.pseudo,
    tags: settings.settings?.tags ?? {},
    ...(catalogue === undefined ? {} : { catalogue }),
    ...(today === undefined ? {} : { today }),
    ...(suggestFew === undefined ? {} : { suggestFew }),
    ...(rehearsal ? { rehearsed: settings.pseudo.account } : {}),
  };
  const included = settings.includes.map((include) => parseIncluded(include, shared, { directory, context }));
  const parsed = [
    ...files
      .filter(({ name }) => !isSettingsFile(name))
      .map((file) => {
        const parsed = { file, ...integrationOnce(file.text, file.file, context) };
        onFile?.({
          directory,
          declared: declaredBy(parsed.integration === undefined ? [] : [parsed.integration]),
        });
        return parsed;
      }),
    ...included.flatMap((one) => ('file' in one ? [one] : [])),
  ];
  const refused = included.flatMap((one) => ('file' in one ? [] : [one]));
  const own = [...settings.diagnostics, ...refused, ...parsed.flatMap((one) => one.diagnostics)];
  const certain = settings.settings === undefined ? own.filter(isCertain) : own;
  const across = checkScope(directory, settings, parsed).map((one) =>
    settings.includes.reduce((said, include) => {
      const file = shared.get(include.file);
      return file !== undefined && 'text' in file ? includedAt(said, file.file, include) : said;
    }, one),
  );
  const found = [...certain, ...withoutFollowUps(certain, across)];
  const basis = settings.settings ?? settings.sound;
  const diagnostics = sortDiagnostics([...found, ...sayUnjudged(directory, settings, files)]);
  if (basis === undefined) return { diagnostics };
  const integrations = parsed.flatMap(({ integration }) => integration ?? []);
  const sorted = integrations.sort((a, b) => (a.name < b.name ? -1 : 1));
  const reviewable = { directory, settings: basis, integrations: sorted, warnings: diagnostics };
  if (settings.settings === undefined) return { reviewable, diagnostics };
  const readable = reviewable;
  return { ...(hasErrors(diagnostics) ? {} : { scope: readable }), readable, reviewable, diagnostics };
}

/** The paths that the settings of a folder include; none where they are named with a mistake. */
export function includedPaths(
  directory: string,
  files: readonly ScopeFile[],
  rehearsal = false,
): readonly string[] {
  return settingsOf(directory, files, rehearsal).includes.map(({ file }) => file);
}

/** A shared file as an integration of this scope; why there is none, where the include leads to no file. */
function parseIncluded(
  include: SourceInclude,
  shared: SharedFiles,
  { directory, context }: { readonly directory: string; readonly context: FileContext },
): (ParsedIntegration & { readonly file: ScopeFile }) | Diagnostic {
  const file = shared.get(include.file);
  if (file === undefined) return missingInclude(include, directory);
  if (!('text' in file)) return { ...file, includedAt: [include.location] };
  const parsed = integrationOnce(file.text, file.file, { ...context, included: include });
  return {
    ...parsed,
    file,
    diagnostics: parsed.diagnostics.map((one) => includedAt(one, file.file, include)),
  };
}

/** Mistakes that are none if the settings, which have errors of their own, turn out to name another account. */
function isCertain({ code }: Diagnostic): boolean {
  return code !== 'foreign-policy' && code !== 'wrong-partition';
}

/** What is wrong between the files of a scope, and with their names. */
function checkScope(
  directory: string,
  settings: ParsedSettings,
  parsed: readonly (ParsedIntegration & { readonly file: ScopeFile })[],
): readonly Diagnostic[] {
  const files = parsed.map((one) => one.file);
  return [
    ...parsed.flatMap((one) => checkFileName(one, settings.stackPrefix)),
    ...checkFileNames(files),
    ...checkResourceNames(parsed.flatMap((one) => one.resources)),
    ...checkGoneIntegrations(settings, files),
    ...checkRetired(settings, files),
    ...(parsed.length === 0 && isEmpty(settings) ? [emptyDesired(directory)] : []),
  ];
}

function settingsOf(directory: string, files: readonly ScopeFile[], rehearsal: boolean): ParsedSettings {
  const [first, second] = files.filter(({ name }) => isSettingsFile(name));
  if (first === undefined) return failed([missingSettings(directory)]);
  const parsed = settingsOnce(first.text, first.file, rehearsal);
  if (second === undefined) return parsed;
  const message = `${second.name} is beside ${first.name}: one folder has one file of settings`;
  const location = { file: second.file, line: 1, column: 1 };
  const diagnostic = errorAt(location, 'duplicate-settings', message, 'remove one of the two');
  return { ...failed([...parsed.diagnostics, diagnostic]), pseudo: parsed.pseudo };
}

/** A folder that has integrations and does not say for which account. */
export function missingSettings(directory: string): Diagnostic {
  return {
    severity: 'error',
    code: 'missing-settings',
    message: `${directory} has no rolekeeper.yaml, which names the account and the region`,
    hint: SETTINGS_EXAMPLE,
  };
}

/**
 * A folder without any integration looks like a mistake, and never means that everything is to be deleted. The last
 * ones are retired by name, under `delete:` or `release:` of the settings.
 */
function emptyDesired(directory: string): Diagnostic {
  return {
    severity: 'error',
    code: 'empty-desired',
    message: `${directory} has no integrations`,
    hint:
      'write one, as in "my-vendor.yaml", or check the folder that you named; ' +
      'to retire the folder, write "retire: delete" or "retire: release" in rolekeeper.yaml',
  };
}

function isEmpty({ includes, left, gone, retired }: ParsedSettings): boolean {
  return includes.length + gone.length === 0 && !left.includes('include') && retired === undefined;
}

/** File name = integration = a legal part of a stack's name. */
function checkFileName(
  { file, name }: ParsedIntegration & { readonly file: ScopeFile },
  stackPrefix: string,
): readonly Diagnostic[] {
  if (name === undefined) return [];
  const stem = integrationOfFile(file.name);
  const length = stackPrefix.length + name.text.length;
  if (name.text !== stem) {
    const message = `integration ${show(name.text)} is in a file named ${show(file.name)}`;
    const hint = `rename the file to "${name.text}.yaml", or write "integration: ${stem}"`;
    return [errorAt(name.location, 'file-name', message, hint)];
  }
  if (length <= LONGEST_STACK_NAME) return [];
  const message = `the stack's name, ${stackPrefix}${name.text}, has ${length} characters; CloudFormation allows ${LONGEST_STACK_NAME}`;
  return [errorAt(name.location, 'stack-name', message, 'choose a shorter name')];
}

/** `x.yaml` beside `x.yml` or `X.yaml`. */
function checkFileNames(files: readonly ScopeFile[]): readonly Diagnostic[] {
  const seen = new Map<string, ScopeFile>();
  return files.flatMap((file) => {
    const key = integrationOfFile(file.name).toLowerCase();
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, file);
      return [];
    }
    const message = `${file.name} and ${first.name} are the same integration: names match in any case`;
    const location = { file: file.file, line: 1, column: 1 };
    return [errorAt(location, 'duplicate-integration', message, 'rename one, or merge the two')];
  });
}

/** A folder that goes has no files but its settings. */
function checkRetired({ retired }: ParsedSettings, files: readonly ScopeFile[]): readonly Diagnostic[] {
  const [first] = files;
  if (retired === undefined || first === undefined) return [];
  const message = `the folder is retired, and ${first.file} is still there`;
  const hint = 'remove the files of its integrations and its includes, or this line';
  return [errorAt(retired, 'contradiction', message, hint)];
}

/** An integration that the settings give up while its file is still there. */
function checkGoneIntegrations({ gone }: ParsedSettings, files: readonly ScopeFile[]): readonly Diagnostic[] {
  return gone.flatMap(({ key, name, location }) => {
    const file = files.find((one) => integrationOfFile(one.name).toLowerCase() === name.toLowerCase());
    if (file === undefined) return [];
    const message = `${name} is listed under "${key}:", and its file ${file.file} is still there`;
    return [errorAt(location, 'contradiction', message, 'remove the file, or this line')];
  });
}
