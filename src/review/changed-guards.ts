import { posix } from 'node:path';
import { type Caution, type CautionKind, type CautionWord, sortCautions } from '../model/caution.ts';
import type { Expectation } from '../model/expectation.ts';
import { RULE_NAMES, type RuleSettings, levelsOf } from '../model/finding.ts';
import type { Include, Integration, Scope, Settings } from '../model/integration.ts';
import type { ChangedIntegrations } from './changed-integrations.ts';

/** The folder of a scope as the base branch has it. */
export interface BaseScope {
  /** Undefined where the base branch has no such scope, or one with mistakes. */
  readonly scope: Scope | undefined;
  readonly settings: Settings | undefined;
}

/** The settings by which a change is judged, or that say what it is about. */
const SETTINGS_KEYS = [
  'requireReview',
  'gitHubApp',
  'maxDeletes',
  'requestsPerSecond',
  'ownRoles',
  'cloudFormationRole',
  'ownAccounts',
  'vendors',
  'account',
  'region',
  'stackPrefix',
  'ignoreTags',
  'otherStackPrefixes',
  'role',
  'retire',
  'delete',
  'release',
] as const satisfies readonly (keyof Settings)[];

/**
 * What a pull request changes about how it, and those after it, are judged. Only of the files that it touches: the base
 * branch may have moved on in the others.
 */
export function changedGuards(
  scope: Scope,
  base: BaseScope,
  touched: ChangedIntegrations,
): readonly Caution[] {
  const before = new Map(base.scope?.integrations.map((integration) => [integration.name, integration]));
  // Settings say which file an include leads to: its words may be others although no file of it changed.
  const own = scope.integrations.filter(
    ({ name, file }) =>
      touched.integrations.includes(name) || (touched.settings && posix.dirname(file) !== scope.directory),
  );
  return sortCautions([
    ...(touched.settings ? changedSettings(scope.settings, base.settings) : []),
    ...(touched.settings ? changedLevels(scope.settings, base.settings ?? {}) : []),
    ...own.flatMap((integration) => changedFile(integration, before.get(integration.name))),
  ]);
}

function changedSettings(own: Settings, base: Settings | undefined): readonly Caution[] {
  if (base === undefined) return [];
  const becomes = (kind: CautionKind, key: string, was: unknown, is: unknown): Caution => ({
    kind,
    subject: key,
    words: [{ text: key }, ' was ', { text: sayValue(was) }, ', becomes ', { text: sayValue(is) }],
  });
  const tags = [...new Set([...Object.keys(own.tags), ...Object.keys(base.tags)])].sort();
  return [
    ...SETTINGS_KEYS.filter((key) => sayValue(own[key]) !== sayValue(base[key])).map((key) =>
      becomes('settings', key, base[key], own[key]),
    ),
    ...(own.hideExternalIds === base.hideExternalIds
      ? []
      : [
          becomes(
            'external-ids',
            'hideExternalIds',
            base.hideExternalIds ?? false,
            own.hideExternalIds ?? false,
          ),
        ]),
    ...changedIncludes(own.include ?? [], base.include ?? []),
    ...tags
      .filter((key) => own.tags[key] !== base.tags[key])
      .map((key) => becomes('tags', key, base.tags[key], own.tags[key])),
  ];
}

/** Names only: parameters hold external ids. */
function changedIncludes(own: readonly Include[], base: readonly Include[]): readonly Caution[] {
  const files = [...new Set([...own, ...base].map(({ file }) => file))].sort();
  return files.flatMap((file) => {
    const [now, was] = [own, base].map((all) => all.find((one) => one.file === file));
    const keys = changedKeys(now, was);
    if (keys.length === 0) return [];
    const what = was === undefined ? ' is new' : now === undefined ? ' is gone' : ' changes ';
    const names = what === ' changes ' ? [{ text: keys.join(', ') }] : [];
    return [
      {
        kind: 'settings',
        subject: `include of ${file}`,
        words: ['include of ', { text: file }, what, ...names],
      },
    ];
  });
}

/** The parameters and the other keys of an include that are not the same. */
function changedKeys(now: Include | undefined, was: Include | undefined): readonly string[] {
  if (now === undefined || was === undefined) return now === was ? [] : ['file'];
  const differ = (
    a: Readonly<Record<string, unknown>>,
    b: Readonly<Record<string, unknown>>,
  ): readonly string[] =>
    [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
      (key) => sayValue(a[key]) !== sayValue(b[key]),
    );
  return [...differ(now.parameters, was.parameters), ...differ(now.said, was.said)].sort();
}

function changedLevels(own: RuleSettings, base: RuleSettings): readonly Caution[] {
  const [now, before] = [levelsOf(own), levelsOf(base)];
  return RULE_NAMES.filter((name) => now[name] !== before[name]).map((name): Caution => ({
    kind: 'rule-level',
    subject: name,
    words: [
      { text: name },
      ` was ${before[name]}, becomes ${now[name]}; this pull request is judged by the stricter one`,
    ],
  }));
}

/** What a file newly says, or no longer, besides what it declares. */
function changedFile(integration: Integration, old: Integration | undefined): readonly Caution[] {
  const { name } = integration;
  const within = [' in ', { text: name }];
  const newly = <T extends { readonly reason: string }>(
    now: readonly T[] = [],
    was: readonly T[] = [],
  ): readonly T[] => now.filter((one) => !has(was, one));
  const said = (kind: CautionKind, subject: string, words: readonly CautionWord[]): Caution => ({
    kind,
    subject,
    integration: name,
    words,
  });
  const because = (reason: string): readonly CautionWord[] => [': ', { text: reason }];
  return [
    ...newly(integration.exceptions, old?.exceptions).map(({ rule, address, reason, until }) =>
      said('exception', `${rule} of ${address}`, [
        { text: rule },
        ' for ',
        { text: address },
        ...within,
        ...(until === undefined ? [] : [' until ', { text: until }]),
        ...because(reason),
      ]),
    ),
    ...(integration.observe && old?.observe !== true
      ? [said('observe', name, [{ text: name }, ' is only observed'])]
      : []),
    ...(old?.suspended === true && integration.suspended !== true
      ? [said('suspension-lifted', name, [{ text: name }, ' is no longer suspended'])]
      : []),
    ...newly(integration.ignore, old?.ignore).map(({ address, field, reason }) =>
      said('ignore', `${field} of ${address}`, [
        { text: field },
        ' of ',
        { text: address },
        ...within,
        ...because(reason),
      ]),
    ),
    ...newly(integration.hold, old?.hold).map(({ address, until, reason }) =>
      said('hold', address, [{ text: address }, ...within, ' until ', { text: until }, ...because(reason)]),
    ),
    ...removedExpectations(integration, old),
    ...(['delete', 'release', 'overwrite'] as const).flatMap((key) =>
      integration[key]
        .filter((address) => old?.[key].includes(address) !== true)
        .map((address) => said('acknowledgement', address, [`${key} of `, { text: address }, ...within])),
    ),
    ...(old === undefined ? [] : changedDates(integration, old)),
    ...(old === undefined ? [] : [...changedWords(integration, old), ...changedHandover(integration, old)]),
  ];
}

/** Tests of the access that the base has and the file no longer does; a changed one counts as taken out. */
function removedExpectations(
  { name, expectations = [] }: Integration,
  old: Integration | undefined,
): readonly Caution[] {
  const kept = new Set(expectations.map(withoutPlace));
  return (old?.expectations ?? [])
    .filter((one) => !kept.has(withoutPlace(one)))
    .map((one): Caution => {
      const subject = one.expects === 'access' ? one.principal : one.role;
      const meant = one.expects === 'access' ? one.action : one.by;
      return {
        kind: 'expectation',
        subject,
        integration: name,
        words: [{ text: subject }, ` ${one.verdict} `, { text: meant }, ' in ', { text: name }],
      };
    });
}

function withoutPlace(expectation: Expectation): string {
  const { location: _location, ...rest } = expectation;
  return JSON.stringify(rest);
}

/** By which the base ends access, or asks for a review of it. */
const DATES = ['expires', 'reviewBy'] as const satisfies readonly (keyof Integration)[];

function changedDates(integration: Integration, old: Integration): readonly Caution[] {
  const { name } = integration;
  return DATES.filter((key) => integration[key] !== old[key]).map((key) => ({
    kind: 'date',
    subject: `${key} of ${name}`,
    integration: name,
    words: [
      `${key} of `,
      { text: name },
      ' was ',
      { text: sayValue(old[key]) },
      ', becomes ',
      { text: sayValue(integration[key]) },
    ],
  }));
}

const WORDS = ['description', 'vendor', 'owner'] as const satisfies readonly (keyof Integration)[];

function changedWords(integration: Integration, old: Integration): readonly Caution[] {
  const { name } = integration;
  return WORDS.filter((key) => sayValue(integration[key]) !== sayValue(old[key])).map((key) => ({
    kind: 'words',
    subject: `${key} of ${name}`,
    integration: name,
    words: [`${key} of `, { text: name }, ' was ', { text: sayValue(old[key]) }],
  }));
}

/** The name only: the text may hold external ids. */
function changedHandover({ name, handover }: Integration, old: Integration): readonly Caution[] {
  if (sayValue(handover) === sayValue(old.handover)) return [];
  const words = ['handover of ', { text: name }, handover === undefined ? ' is gone' : ' changes'];
  return [{ kind: 'words', subject: `handover of ${name}`, integration: name, words }];
}

function has<T>(list: readonly T[], item: T): boolean {
  return list.some((other) => JSON.stringify(other) === JSON.stringify(item));
}

function sayValue(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
