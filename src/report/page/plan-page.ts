import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../../model/assessment.ts';
import type { CautionKind } from '../../model/caution.ts';
import { dueIn } from '../due-dates.ts';
import { describeDrift } from '../describe-drift.ts';
import { describeEntry } from '../describe-entry.ts';
import { cautionsOf } from '../cautions.ts';
import { driftItemsOf, type DriftItem } from '../drift-items.ts';
import { inventoryRows } from '../inventory/inventory-page.ts';
import { sayEntrance, sayPartyShort } from '../inventory/say-entrance.ts';
import { isQuietEntry, outcomeOf } from '../outcome.ts';
import { rollUpAccess } from '../roll-up.ts';
import { REACH_WORDS } from '../reach-words.ts';
import { SIGNS, type ReportLine } from '../report-line.ts';
import { sayDates } from '../say-dates.ts';
import { handoverLines } from '../say-handover.ts';
import { OUT_OF_SIGHT, sayScope, saySource, sayUnchecked, sayUndeclared } from '../say-scope.ts';
import { AS_IT_IS, BRIEFLY } from '../say-statement.ts';
import { sayActionTotals, sayClean, sayConcerns, sayNotCompared } from '../say-totals.ts';
import { sayDriftOutcome } from '../text-drift.ts';
import type { Grade, PageModel, PageRow, PageSection } from './page-model.ts';
import type { FailedScope } from '../many-scopes.ts';
import { TextTable } from './text-table.ts';

/** Plans, or what is read of them as drift, for the page: a row for each resource that is not in sync. */
export function planPage(
  plans: readonly AssessedPlan[],
  command: 'plan' | 'drift',
  failed: readonly FailedScope[] = [],
): PageModel {
  const texts = new TextTable();
  const rows = plans.flatMap((plan) =>
    command === 'drift' ? driftRows(plan, texts) : planRows(plan, texts),
  );
  const accounts = [...new Set(plans.map(({ account }) => account))];
  return {
    title: `IAM ${command} of ${accounts.length === 1 ? 'account' : 'accounts'} ${accounts.join(', ')}`,
    outcome: plans.map((plan) => sayOutcome(plan, command)).join(' '),
    facts: plans.flatMap((plan) => [
      `In ${sayScope(plan, AS_IT_IS)}.`,
      ...[sayNotCompared(plan), sayUndeclared(plan)].filter((text) => text !== '').map((text) => `${text}.`),
      ...saySource(plan, AS_IT_IS),
    ]),
    unchecked: [
      ...failed.map(({ directory, account, message }) => `${directory} (account ${account}): ${message}`),
      ...plans.flatMap(({ unchecked }) => unchecked.map((one) => sayUnchecked(one, AS_IT_IS))),
    ],
    dates: plans.flatMap((plan) =>
      dueIn(plan).map(({ message, hint }) => (hint === undefined ? message : `${message}: ${hint}`)),
    ),
    footer: [`Signs: ${SIGNS[command]}.`, OUT_OF_SIGHT],
    picture: { left: 'Outside', middle: 'Resource', right: 'Reach' },
    columns: [
      { key: 'name', label: 'Resource' },
      { key: 'integration', label: 'Integration' },
      { key: 'action', label: command === 'drift' ? 'Drift' : 'What apply does' },
      { key: 'who', label: 'Who outside' },
      { key: 'access', label: command === 'drift' ? 'What the edit changed' : 'What it may do' },
      { key: 'findings', label: 'Blockers and findings' },
    ],
    rows: [...rows].sort((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade)),
    texts: texts.all,
  };
}

function sayOutcome(plan: AssessedPlan, command: 'plan' | 'drift'): string {
  if (command === 'drift') return sayDriftOutcome(plan, driftItemsOf(plan));
  const outcome = outcomeOf(plan);
  if (outcome.clean) return sayClean(plan, outcome);
  const concerns = sayConcerns(outcome.totals, outcome.held);
  return `Plan: ${sayActionTotals(outcome.totals)}.${concerns === '' ? '' : ` ${concerns}.`}`;
}

function planRows(plan: AssessedPlan, texts: TextTable): readonly PageRow[] {
  return plan.integrations.flatMap((integration) => {
    const rows = rowsOfPlan(plan, integration, texts);
    return rows.map((row, index) =>
      index > 0 ? row : { ...row, sections: [...row.sections, ...handoverSections(integration)] },
    );
  });
}

/** What the third party is told once apply has read the integration again; the first of its rows has it. */
function handoverSections({ vendor, handover }: AssessedIntegration): readonly PageSection[] {
  if (handover === undefined) return [];
  const title = `To hand over to ${vendor ?? 'the third party'}, once this is applied`;
  return [{ title, lines: handoverLines(handover) }];
}

function rowsOfPlan(
  plan: AssessedPlan,
  integration: AssessedIntegration,
  texts: TextTable,
): readonly PageRow[] {
  return integration.entries
    .filter((entry) => !isQuietEntry(entry))
    .map((entry) => {
      const lines = describeEntry(entry, integration, 'exact');
      const moved = entry.access === undefined ? [] : rollUpAccess(entry.access, entry.address, BRIEFLY);
      return rowOf({ plan, integration, entry, lines, view: entry.outside }, texts, {
        action: lines[0]?.text.slice(entry.address.length).trim() ?? '',
        access: moved.map(({ symbol, text }) => `${symbol} ${text}`),
      });
    });
}

function driftRows(plan: AssessedPlan, texts: TextTable): readonly PageRow[] {
  const ofItems = driftItemsOf(plan).map((item: DriftItem) => {
    const { integration, entry, driftClass, moved } = item;
    return rowOf(
      { plan, integration, entry, lines: describeDrift(item, 'exact'), view: entry.outsideByDrift },
      texts,
      {
        action: driftClass,
        access: moved.flatMap(({ address, access }) =>
          rollUpAccess(access, address, BRIEFLY).map(({ text }) => text),
        ),
      },
    );
  });
  const inventory = plan.undeclaredInventory;
  if (inventory === undefined) return ofItems;
  const undeclared = inventoryRows(inventory, texts).map((row): PageRow => ({
    ...row,
    cells: {
      name: row.cells['name'] ?? [],
      integration: ['not declared'],
      action: ['undeclared', ...(row.cells['used'] ?? []).map((text) => `last used: ${text}`)],
      who: row.cells['who'] ?? [],
      access: row.cells['reach'] ?? [],
      findings: row.cells['findings'] ?? [],
    },
  }));
  return [...ofItems, ...undeclared];
}

interface RowInput {
  readonly plan: AssessedPlan;
  readonly integration: AssessedIntegration;
  readonly entry: AssessedEntry;
  readonly lines: readonly ReportLine[];
  readonly view: AssessedEntry['outside'];
}

function rowOf(
  { plan, integration, entry, lines, view }: RowInput,
  texts: TextTable,
  { action, access }: { readonly action: string; readonly access: readonly string[] },
): PageRow {
  const ways = view?.ways ?? [];
  const here = ways.filter(({ becomes }) => becomes !== 'lost');
  const reach = (view?.reach ?? [])
    .filter(({ becomes }) => becomes !== 'lost')
    .map(({ level }) => REACH_WORDS[level]);
  const blockers = [...integration.blockers, ...entry.blockers].map(({ message }) => `blocked: ${message}`);
  const findings = (integration.findings ?? [])
    .filter(({ address }) => address === entry.address)
    .map(({ level, rule, message }) => `${level} ${rule}: ${message}`);
  return {
    name: entry.address,
    grade: gradeOf(plan, integration, entry),
    left:
      here.length === 0
        ? ['no principal outside']
        : [...new Set(here.map(({ party }) => sayPartyShort(party)))],
    right: reach.length === 0 ? ['not compared'] : [...new Set(reach)],
    cells: {
      name: [entry.address],
      integration: [
        integration.integration,
        ...[sayDates(integration, AS_IT_IS)].filter((text) => text !== ''),
      ],
      action: [action],
      who:
        ways.length === 0
          ? ['no principal outside']
          : ways.map((way) => `${way.becomes}: ${sayEntrance(way)}`),
      access: access.length === 0 ? ['access does not change'] : access.slice(0, MOST_SENTENCES),
      findings: [...blockers, ...findings].length === 0 ? ['none'] : [...blockers, ...findings],
    },
    sections: [
      {
        title: 'Field by field',
        lines: lines.map(({ symbol, depth, text }) => `${symbol} ${'\u00a0\u00a0'.repeat(depth)}${text}`),
      },
      ...(access.length > MOST_SENTENCES ? [{ title: 'Access', lines: access }] : []),
      ...documentSections(entry, texts),
    ],
  };
}

const MOST_SENTENCES = 4;

function documentSections({ changes }: AssessedEntry, texts: TextTable): readonly PageSection[] {
  return changes.flatMap(({ field, member, before, after }) =>
    (
      [
        ['is', before],
        ['is declared as', after],
      ] as const
    ).flatMap(([verb, document]): readonly PageSection[] => {
      if (typeof document !== 'object' || document === null) return [];
      const title = `${[field, member].filter((part) => part !== undefined).join(' ')} ${verb}`;
      const text = texts.add(JSON.stringify(document, undefined, 1));
      return [
        text === undefined
          ? { title, lines: ['left out to keep this page small: --format json has it'] }
          : { title, text },
      ];
    }),
  );
}

const GRADES: readonly Grade[] = ['critical', 'high', 'medium', 'low'];

const CRITICAL: readonly CautionKind[] = [
  'anybody',
  'trust-unread',
  'everything',
  'drift-everything',
  'perhaps-everything',
  'drift-perhaps-everything',
  'drift-trust',
];
const HIGH: readonly CautionKind[] = [
  'stranger',
  'wider-trust',
  'rights',
  'credentials',
  'destruction',
  'deletion',
  'limit',
];

/** By the cautions about it, which the comment has. */
function gradeOf(plan: AssessedPlan, integration: AssessedIntegration, entry: AssessedEntry): Grade {
  const { cautions: _ofGuards, ...rest } = plan;
  const kinds = cautionsOf({ ...rest, integrations: [{ ...integration, entries: [entry] }] }).map(
    ({ kind }) => kind,
  );
  if (kinds.some((kind) => CRITICAL.includes(kind))) return 'critical';
  if (kinds.some((kind) => HIGH.includes(kind))) return 'high';
  return kinds.length > 0 ? 'medium' : 'low';
}
