import { iamArn } from '../model/arn.ts';
import { hasErrors, type Diagnostic, type Location } from '../model/diagnostic.ts';
import { acknowledgement, type Settings } from '../model/integration.ts';
import { borrowedNames } from '../vendors/known-vendors.ts';
import { checkSchema } from './check-schema.ts';
import { checkFunctions } from './cloudformation-syntax.ts';
import { errorAt, show, sortDiagnostics, withoutFollowUps } from './diagnose.ts';
import { parseYaml } from './parse-yaml.ts';
import { partitionOf } from './partition.ts';
import { checkPlaceholders } from './placeholders.ts';
import { checkIncludes, includeOf, includesIn, type SourceInclude } from './includes.ts';
import { settingsSchema, vendorSchema } from './settings-schema.ts';
import { keysByThemselves, soundKeys, type ReadSettings } from './sound-settings.ts';
import { entryOf, itemsOf, textOf, toJson, type SourceMap } from './source-tree.ts';
import { checkLiteral, type PseudoParameters } from './substitute.ts';
import { checkTagKeys } from './tags.ts';
import { checkNumbers, inTexts } from './unquoted-numbers.ts';

/** The least that a scope file holds, as it is shown to who has none. */
export const SETTINGS_EXAMPLE =
  'write in it, with your account and region: version: 1, account: "111122223333" and region: eu-central-1, each on a line of its own';

/** An integration whose file is gone, as `delete` or `release` names it. */
export interface GoneIntegration {
  readonly key: 'delete' | 'release';
  readonly name: string;
  readonly location: Location;
}

export interface ParsedSettings {
  /** Absent when there are errors. */
  readonly settings?: Settings;
  /** What is left when each key with a mistake is taken out, if that is enough: to judge files by, never to plan with. */
  readonly sound?: Settings;
  /** The keys that were taken out. */
  readonly left: readonly string[];
  /** The settings are not of the version that is known: nothing but the account and the region was taken. */
  readonly otherVersion?: boolean;
  /** As far as they could be read: so that the other files of the scope can be checked all the same. */
  readonly pseudo: PseudoParameters;
  readonly stackPrefix: string;
  readonly gone: readonly GoneIntegration[];
  /** The files that stand for many accounts, as far as they are named without a mistake. */
  readonly includes: readonly SourceInclude[];
  /** Where `retire` stands. */
  readonly retired?: Location;
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULT_PREFIX = 'rolekeeper-';
/** Stands for the account while `rolekeeper.yaml` does not say which; nothing of it gets out. */
const UNKNOWN: PseudoParameters = { account: '000000000000', partition: 'aws', region: 'us-east-1' };

/** The text of `rolekeeper.yaml` as settings, or all that is wrong with it. Never throws. */
export function parseSettings(text: string, file: string, rehearsal = false): ParsedSettings {
  const yaml = parseYaml(text, file, 'the settings of a scope', SETTINGS_EXAMPLE);
  if (yaml.root !== undefined) {
    const { root, diagnostics } = checkSettings(yaml.root, yaml.diagnostics, rehearsal);
    return toParsed({ root, mistakes: diagnostics, text, isWhole: true }, diagnostics);
  }
  // What else would be said of keys that are read by themselves follows from the mistake in the syntax.
  const { root, diagnostics } = checkSettings(keysByThemselves(text, file), [], rehearsal);
  return toParsed({ root, mistakes: diagnostics, text, isWhole: false }, sortDiagnostics(yaml.diagnostics));
}

function checkSettings(
  yaml: SourceMap,
  diagnostics: readonly Diagnostic[],
  rehearsal: boolean,
): { readonly root: SourceMap; readonly diagnostics: readonly Diagnostic[] } {
  const written = [
    ...diagnostics,
    ...checkFunctions(yaml),
    ...checkNumbers(yaml),
    ...checkPlaceholders(yaml, 'literal', rehearsal ? textOf(yaml, 'account') : undefined),
    ...checkLiteral(yaml, 'rolekeeper.yaml'),
  ];
  const root = inTexts(yaml);
  const stages = [
    written,
    checkSchema(settingsSchema, root).diagnostics,
    [
      ...checkRoles(root, pseudoOf(root)),
      ...checkGone(root),
      ...checkIncludes(root),
      ...checkTagMap(root),
      ...checkVendors(root),
    ],
  ];
  const all = stages.reduce((earlier, later) => [...earlier, ...withoutFollowUps(earlier, later)]);
  return { root, diagnostics: sortDiagnostics(all) };
}

function toParsed(read: ReadSettings, diagnostics: readonly Diagnostic[]): ParsedSettings {
  const { root } = read;
  const stackPrefix = textOf(root, 'stackPrefix') ?? DEFAULT_PREFIX;
  const retired = entryOf(root, 'retire')?.value.location;
  const partial = {
    stackPrefix,
    gone: goneIn(root),
    diagnostics,
    ...(retired === undefined ? {} : { retired }),
  };
  if (!hasErrors(diagnostics)) {
    const [pseudo, includes] = [pseudoOf(root), includesIn(root)];
    return {
      ...partial,
      pseudo,
      includes,
      left: [],
      settings: toSettings(root, pseudo, stackPrefix, includes),
    };
  }
  const { root: rest, left, otherVersion } = soundKeys(read);
  const unsound = { ...partial, left, otherVersion };
  if (!settingsSchema.safeParse(toJson(rest)).success)
    return { ...unsound, pseudo: pseudoOf(root), includes: [] };
  const [pseudo, includes] = [pseudoOf(rest), includesIn(rest)];
  const prefix = textOf(rest, 'stackPrefix') ?? DEFAULT_PREFIX;
  const sound = toSettings(rest, pseudo, prefix, includes);
  // What cannot be read lowers no guard.
  const isHidden = left.includes('hideExternalIds');
  return { ...unsound, pseudo, includes, sound: isHidden ? { ...sound, hideExternalIds: true } : sound };
}

/** What stands for settings that are not there. */
export function failed(diagnostics: readonly Diagnostic[]): ParsedSettings {
  return {
    pseudo: UNKNOWN,
    stackPrefix: DEFAULT_PREFIX,
    gone: [],
    includes: [],
    left: [],
    diagnostics: sortDiagnostics(diagnostics),
  };
}

function pseudoOf(root: SourceMap): PseudoParameters {
  const region = textOf(root, 'region') ?? UNKNOWN.region;
  return { account: textOf(root, 'account') ?? UNKNOWN.account, partition: partitionOf(region), region };
}

/** Roles of another account or partition than that of the scope. */
function checkRoles(root: SourceMap, { account, partition }: PseudoParameters): readonly Diagnostic[] {
  const assumed = entryOf(root, 'role')?.value;
  const entries = [entryOf(root, 'cloudFormationRole'), entryOf(assumed, 'read'), entryOf(assumed, 'apply')];
  const names = ['cloudFormationRole', 'role.read', 'role.apply'];
  const start = iamArn({ partition, account }, 'role/');
  return entries.flatMap((entry, index) => {
    const arn = entry?.value.type === 'scalar' ? entry.value.value : undefined;
    if (entry === undefined || typeof arn !== 'string') return [];
    if (arn.startsWith(start)) return [];
    const message = `${names[index] ?? ''} ${show(arn)} is not a role of this account`;
    const hint = `it begins with "${start}"`;
    return [errorAt(entry.value.location, 'wrong-account', message, hint)];
  });
}

function goneIn(root: SourceMap): readonly GoneIntegration[] {
  return (['delete', 'release'] as const).flatMap((key) =>
    itemsOf(entryOf(root, key)?.value).flatMap((node) =>
      node.type === 'scalar' && typeof node.value === 'string'
        ? [{ key, name: node.value, location: node.location }]
        : [],
    ),
  );
}

/** The same name twice under `delete` and `release`. */
function checkGone(root: SourceMap): readonly Diagnostic[] {
  const seen = new Map<string, GoneIntegration>();
  return goneIn(root).flatMap((gone) => {
    const first = seen.get(gone.name.toLowerCase());
    seen.set(gone.name.toLowerCase(), gone);
    if (first === undefined) return [];
    const code = first.key === gone.key ? 'duplicate-member' : 'contradiction';
    const message = `${gone.name} is listed under "${first.key}:" already, on line ${first.location.line}`;
    return [errorAt(gone.location, code, message, 'remove one of the two')];
  });
}

function checkTagMap(root: SourceMap): readonly Diagnostic[] {
  const tags = entryOf(root, 'tags')?.value;
  return tags === undefined ? [] : checkTagKeys(tags);
}

/** A published vendor's name for an account that this vendor does not publish: it would make a stranger look trusted. */
function checkVendors(root: SourceMap): readonly Diagnostic[] {
  return itemsOf(entryOf(root, 'vendors')?.value).flatMap((node) => {
    const { data: vendor } = vendorSchema.safeParse(toJson(node));
    return borrowedNames(vendor === undefined ? [] : [vendor]).map(({ name, accounts }) =>
      errorAt(
        node.location,
        'borrowed-vendor-name',
        `${show(name)} does not publish ${accounts.join(', ')} as its account`,
        'write a name of your own, such as that of the team that knows the account',
      ),
    );
  });
}

function toSettings(
  root: SourceMap,
  pseudo: PseudoParameters,
  stackPrefix: string,
  includes: readonly SourceInclude[],
): Settings {
  const file = settingsSchema.parse(toJson(root));
  const gone = goneIn(root).map(({ key, name, location }) => [acknowledgement(key, name), location] as const);
  return {
    file: root.location.file,
    ...pseudo,
    stackPrefix,
    ...(file.cloudFormationRole === undefined ? {} : { cloudFormationRole: file.cloudFormationRole }),
    ...(file.ownRoles === undefined ? {} : { ownRoles: file.ownRoles }),
    ...(file.role === undefined ? {} : { role: file.role }),
    ...(includes.length === 0 ? {} : { include: includes.map(includeOf) }),
    tags: file.tags ?? {},
    ignoreTags: file.ignoreTags ?? [],
    maxDeletes: file.maxDeletes ?? 3,
    ...(file.requestsPerSecond === undefined ? {} : { requestsPerSecond: file.requestsPerSecond }),
    ...(file.requireReview === undefined ? {} : { requireReview: file.requireReview }),
    ...(file.gitHubApp === undefined ? {} : { gitHubApp: file.gitHubApp }),
    ...(file.hideExternalIds === true ? { hideExternalIds: true } : {}),
    ...(file.vendors === undefined ? {} : { vendors: file.vendors }),
    ...(file.rules === undefined ? {} : { rules: file.rules }),
    ...(file.ownAccounts === undefined ? {} : { ownAccounts: file.ownAccounts }),
    ...(file.retire === undefined ? {} : { retire: file.retire }),
    ...(file.otherStackPrefixes === undefined ? {} : { otherStackPrefixes: file.otherStackPrefixes }),
    delete: file.delete ?? [],
    release: file.release ?? [],
    ...(gone.length === 0 ? {} : { acknowledgedAt: Object.fromEntries(gone) }),
  };
}
