import { stringify } from 'yaml';
import type { AccessDelta } from '../model/access.ts';
import type { AssessedEntry, AssessedIntegration } from '../model/assessment.ts';
import type { JsonObject } from '../model/json.ts';
import type { Action } from '../model/plan.ts';
import { movesNothing } from './access-gained.ts';
import { describeAccess } from './describe-access.ts';
import { awsManagedName } from '../model/arn.ts';
import { describeChange } from './describe-change.ts';
import { reportLine, type LineSymbol, type ReportLine } from './report-line.ts';
import { sayCause } from './say-cause.ts';
import { isDefault, sayField } from './say-field.ts';
import { sayHolders } from './say-holders.ts';
import { reachOf } from './permission-bundles.ts';
import { MOST_LINES, rollUpAccess, type RolledSentence } from './roll-up.ts';
import { AS_IT_IS, BRIEFLY, IN_DETAIL } from './say-statement.ts';

/** How access is told: what a person wants to know, each single movement, or each with long lists of actions counted. */
export type Detail = 'brief' | 'counted' | 'exact';

/**
 * One resource of the plan: what would happen to it and why, its fields, what stands in the way, what was not seen.
 *
 * @param within its integration: where that is blocked, so is the resource
 */
export function describeEntry(
  entry: AssessedEntry,
  within: Pick<AssessedIntegration, 'blockers'>,
  detail: Detail,
): readonly ReportLine[] {
  const isHeldUp = within.blockers.length > 0 && entry.action !== 'none';
  return [
    reportLine(isHeldUp ? '!' : symbolOf(entry), 0, headlineOf(entry, isHeldUp)),
    ...acceptedLines(entry),
    ...blockerLines(entry.blockers),
    ...uncheckedLines(entry),
    ...pendingLines(entry),
    ...accessLines(entry, detail),
    ...sayHolders(entry, entry.address, AS_IT_IS).map((text) => reportLine(' ', 1, text)),
    // Defaults that are not declared are not shown.
    ...entry.changes
      .filter((change) => !isDefault(change))
      .flatMap((change) => describeChange(change, entry.cause)),
    ...ignoredLines(entry),
    ...entry.observations.map(({ text }) => reportLine(' ', 1, `note: ${text}`)),
  ];
}

/** Its policies hold for the principals that can assume it, and there is none yet. */
export const PENDING = 'pending: no principal can assume it before its file has a trust policy';

function pendingLines({ pending }: AssessedEntry): readonly ReportLine[] {
  return pending === true ? [reportLine(' ', 1, PENDING)] : [];
}

/** What it gains and loses, over all its policies: what the reader wants to know before the fields that change. */
function accessLines({ access, address }: AssessedEntry, detail: Detail): readonly ReportLine[] {
  if (access === undefined) return [];
  return [
    ...(movesNothing(access) ? [reportLine(' ', 1, 'access does not change')] : []),
    ...movedAccess(access, address, detail),
    ...countedLines(access),
  ];
}

/** AWS changes its policies: the sentences about access hold for the versions that were read. */
function countedLines({ awsManaged }: AccessDelta): readonly ReportLine[] {
  const names = awsManaged.map(({ arn, version }) => `${awsManagedName(arn) ?? arn} (version ${version})`);
  if (names.length === 0) return [];
  const what = names.length === 1 ? `policy ${names.join('')} allows` : `policies ${names.join(', ')} allow`;
  return [reportLine(' ', 1, `this counts what AWS's ${what}`)];
}

/** What a delta gives and takes: in brief with a word on where the rest is. */
export function movedAccess(access: AccessDelta, address: string, detail: Detail): readonly ReportLine[] {
  if (detail === 'counted')
    return [
      ...describeAccess(access, address, AS_IT_IS).map(({ symbol, text }) => reportLine(symbol, 1, text)),
      reportLine(' ', 1, 'long lists of actions are counted here; --details names each'),
    ];
  const exact = describeAccess(access, address, IN_DETAIL);
  const brief = rollUpAccess(access, address, BRIEFLY);
  const sentences = detail === 'exact' ? exact : brief;
  return [
    ...sentences.map(({ symbol, text }) => reportLine(symbol, 1, text)),
    ...(detail === 'brief' &&
    (exact.length > MOST_LINES || isCut(brief, rollUpAccess(access, address, IN_DETAIL)))
      ? [reportLine(' ', 1, 'what matters most; --details lists all of it')]
      : []),
  ];
}

/** Whether a line says less than it would in detail, or is about more places than it names. */
function isCut(brief: readonly RolledSentence[], whole: readonly RolledSentence[]): boolean {
  return brief.some(
    ({ text, of }, index) =>
      text !== whole[index]?.text || new Set(of.map((one) => JSON.stringify(reachOf(one)))).size > A_BUCKET,
  );
}

/** A bucket and its objects are told as one place, in full. */
const A_BUCKET = 2;

/** Blockers with what to do about them; of a resource, or of a whole integration. */
export function blockerLines(blockers: AssessedEntry['blockers']): readonly ReportLine[] {
  return blockers.flatMap(({ message, hint, instead }) => [
    reportLine('!', 1, `blocked: ${message}`),
    reportLine(' ', 2, `what to do: ${hint}`),
    ...(instead === undefined ? [] : insteadLines(instead)),
  ]);
}

/** The YAML to copy. External ids are masked in it, as everywhere. */
function insteadLines(instead: JsonObject): readonly ReportLine[] {
  // A date is text to YAML 1.2 and none to other readers.
  const yaml = stringify(instead, { lineWidth: 0, aliasDuplicateObjects: false })
    .trimEnd()
    .replace(/(: )(\d{4}-\d{2}-\d{2})$/gm, "$1'$2'");
  const isMasked = /…|#[0-9a-f]{6}(?![0-9a-f])/.test(yaml);
  return [
    reportLine(' ', 2, 'as it is live, in the file:'),
    ...(isMasked
      ? [
          reportLine(
            ' ',
            2,
            '(external ids are cut here: write those of the account, or let "rolekeeper adopt ADDRESS --update" do it)',
          ),
        ]
      : []),
    ...yaml.split('\n').map((text): ReportLine => ({ symbol: ' ', depth: 2, text, verbatim: true })),
  ];
}

export function uncheckedLines({ unchecked }: Pick<AssessedEntry, 'unchecked'>): readonly ReportLine[] {
  if (unchecked.length === 0) return [];
  const what = unchecked.includes('*') ? 'nothing of it could be read' : `not read: ${unchecked.join(', ')}`;
  return [reportLine('?', 1, `unchecked: ${what}`)];
}

/** Fields that the desired file says not to compare, and that differ. */
export function ignoredLines({ ignored }: Pick<AssessedEntry, 'ignored'>): readonly ReportLine[] {
  if (ignored.length === 0) return [];
  return [reportLine('.', 1, `not compared, as the file says: ${ignored.join(', ')}; differs`)];
}

/** Edits of the account that the file has taken over. */
export function acceptedLines({ accepted = [] }: Pick<AssessedEntry, 'accepted'>): readonly ReportLine[] {
  if (accepted.length === 0) return [];
  const fields = accepted.map(sayField).join(', ');
  return [reportLine(' ', 1, `it was edited in the account, and the YAML now says the same: ${fields}`)];
}

const SYMBOLS: Readonly<Record<Action, LineSymbol>> = {
  create: '+',
  adopt: '⇄',
  update: '~',
  delete: '-',
  release: '.',
  forget: '.',
  none: ' ',
};

function symbolOf(entry: AssessedEntry): LineSymbol {
  if (entry.blockers.length > 0) return '!';
  if (entry.unchecked.length > 0) return '?';
  return SYMBOLS[entry.action];
}

function headlineOf(entry: AssessedEntry, isHeldUp: boolean): string {
  const verb =
    entry.blockers.length > 0
      ? 'is blocked; it would be'
      : isHeldUp
        ? 'is blocked with its integration; it would be'
        : 'will be';
  const reason = reasonOf(entry);
  return `${entry.address} ${sayAction(entry, verb)}${reason === undefined ? '' : ` · ${reason}`}`;
}

const DONE: Readonly<Record<Exclude<Action, 'none'>, string>> = {
  create: 'created',
  adopt: 'taken under management: it exists already',
  update: 'updated',
  delete: 'DELETED',
  release: 'released: it stays in the account, no longer managed',
  forget: 'forgotten: it is gone from the account already',
};

function sayAction(entry: AssessedEntry, verb: string): string {
  const { action, drift, changes } = entry;
  if (action === 'none') return sayNone(entry);
  if (action === 'create' && drift === 'missing') return `${verb} created again`;
  if (action === 'update' && changes.length === 0) {
    return `${verb} updated in the stack only: the account already is as declared`;
  }
  return `${verb} ${DONE[action]}`;
}

function sayNone(entry: AssessedEntry): string {
  if (entry.unchecked.length > 0) return 'could not be compared in full';
  if (entry.drift === 'missing') return 'is missing from the account; observed only, never applied';
  if (entry.changes.some((change) => change.held === undefined))
    return 'differs; observed only, never applied';
  if (entry.movedBy !== undefined) {
    const by = entry.movedBy.map(({ address }) => address).join(', ');
    return `is unchanged itself; ${by} ${entry.movedBy.length === 1 ? 'changes' : 'change'} what it can do`;
  }
  return entry.changes.length > 0 ? 'is left as it is: its drift is held' : 'is unchanged';
}

function reasonOf({ action, cause, drift }: AssessedEntry): string | undefined {
  if (action === 'delete' || action === 'release') return 'no longer in YAML';
  if (action === 'adopt' || action === 'forget' || cause === undefined) return undefined;
  if (drift === 'missing') {
    const deleted = 'drift: deleted from the account';
    return cause === 'both' ? `changed in YAML, and ${deleted}` : deleted;
  }
  return action === 'create' && cause === 'change' ? 'new in YAML' : sayCause(cause);
}
