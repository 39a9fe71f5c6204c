import type { AssessedEntry, AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { blockerLines, describeEntry, type Detail } from './describe-entry.ts';
import { layOutLine, layOutParagraph, paintFor, type Paint } from './lay-out-text.ts';
import { isQuietEntry, outcomeOf, type Outcome } from './outcome.ts';
import { reportLine, SIGNS } from './report-line.ts';
import { sayUndecidedOf } from './say-expectations.ts';
import type { ReportOptions } from './report-options.ts';
import {
  count,
  sayActionTotals,
  sayClean,
  sayConcerns,
  sayIntegration,
  sayNotCompared,
} from './say-totals.ts';
import { OUT_OF_SIGHT, sayScope, saySource, sayStrangers, sayUnchecked, sayUndeclared } from './say-scope.ts';
import { findingsBlock, sayFindingCount } from './say-findings.ts';
import { sayDates } from './say-dates.ts';
import { AS_IT_IS } from './say-statement.ts';
import { warningsBlock } from './say-warnings.ts';

/** The plan for a terminal: each integration with its resources, then what was not seen, then the totals. */
export function renderPlanText(plan: AssessedPlan, options: ReportOptions): string {
  const paint = paintFor(options);
  const outcome = outcomeOf(plan);
  const shown = plan.integrations.filter(hasLines);
  const blocks = [
    headBlock(plan, options, paint),
    legendBlock(
      !outcome.clean && shown.some(({ integration }) => options.told?.has(integration) !== true),
      SIGNS.plan,
      paint,
    ),
    ...shown.map((integration) => {
      const said = sayIntegration(integration);
      const scopes = options.told?.get(integration.integration);
      return scopes === undefined
        ? integrationBlock(integration, said, options.details === true ? 'exact' : 'brief', paint)
        : integrationTitle(integration, `${said}, as in ${scopes} scopes: see above`, paint);
    }),
    findingsBlock(plan, paint),
    warningsBlock(plan, paint),
    notSeenBlock(plan, paint),
    [...totalsBlock(plan, outcome, paint), ...layOutParagraph(OUT_OF_SIGHT, paint).map(paint.dim)],
  ];
  return joinBlocks(blocks);
}

/** Blocks of lines with a blank line between them, ended by a newline; empty blocks are left out. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  const filled = blocks.filter((block) => block.length > 0);
  return `${filled.map((block) => block.join('\n')).join('\n\n')}\n`;
}

export function headBlock(plan: AssessedPlan, { command }: ReportOptions, paint: Paint): readonly string[] {
  const title = layOutParagraph(`rolekeeper ${command}: ${sayScope(plan, AS_IT_IS)}`, paint).map(paint.bold);
  return [...title, ...saySource(plan, AS_IT_IS).flatMap((sentence) => layOutParagraph(sentence, paint))];
}

/** What the signs below mean, where there are any. */
export function legendBlock(isNeeded: boolean, signs: string, paint: Paint): readonly string[] {
  return isNeeded ? layOutParagraph(`Signs: ${signs}.`, paint).map(paint.dim) : [];
}

export function integrationTitle(
  integration: AssessedIntegration,
  said: string,
  paint: Paint,
): readonly string[] {
  const { integration: name, vendor, description, file, owner } = integration;
  const dates = sayDates(integration, AS_IT_IS);
  const where = [
    file,
    owner === undefined ? undefined : `owner ${owner}`,
    dates === '' ? undefined : dates,
  ].filter((part) => part !== undefined);
  const about = [description, where.length === 0 ? undefined : `(${where.join(', ')})`];
  const aboutText = about.filter((part) => part !== undefined).join(' ');
  return [
    ...layOutParagraph(`${name}${vendor === undefined ? '' : ` (${vendor})`}: ${said}`, paint).map(
      paint.bold,
    ),
    ...(aboutText === '' ? [] : layOutParagraph(aboutText, paint, '  ').map(paint.dim)),
  ];
}

/** What the run did not see, and strangers in the account. */
export function notSeenBlock(plan: AssessedPlan, paint: Paint): readonly string[] {
  const undeclared = sayUndeclared(plan);
  const undecided = sayUndecidedOf(plan, AS_IT_IS);
  return [
    ...(plan.unchecked.length === 0 ? [] : ['Not read:']),
    ...plan.unchecked.flatMap((unchecked) =>
      layOutLine(reportLine('?', 0, sayUnchecked(unchecked, AS_IT_IS)), paint),
    ),
    ...(undecided === '' ? [] : layOutParagraph(`${undecided}.`, paint)),
    ...(undeclared === '' ? [] : layOutParagraph(`${undeclared}.`, paint)),
    ...firstOf(sayStrangers(plan, AS_IT_IS)).flatMap((line) => layOutLine(reportLine('?', 0, line), paint)),
  ];
}

/** Who comes in by what no file declares, the worst: hundreds of them would hide the end of the plan. */
const MOST_STRANGERS = 25;

function firstOf(strangers: readonly string[]): readonly string[] {
  const left = strangers.length - MOST_STRANGERS;
  if (left <= 0) return strangers;
  return [
    ...strangers.slice(0, MOST_STRANGERS),
    `… and ${left} more, none of them worse; --format json has all`,
  ];
}

function isListed(entry: AssessedEntry): boolean {
  return !isQuietEntry(entry) || entry.observations.length > 0 || entry.ignored.length > 0;
}

function hasLines({ entries, blockers }: AssessedIntegration): boolean {
  return blockers.length > 0 || entries.some(isListed);
}

/** The lines of an integration: a title with its name and a sentence (`said`), its blockers and its resources. */
export function integrationBlock(
  integration: AssessedIntegration,
  said: string,
  detail: Detail,
  paint: Paint,
): readonly string[] {
  const listed = integration.entries.filter(isListed);
  const unlisted = integration.entries.length - listed.length;
  const lines = [
    ...blockerLines(integration.blockers).map((line) => ({ ...line, depth: line.depth - 1 })),
    ...listed.flatMap((entry) => describeEntry(entry, integration, detail)),
    ...(unlisted === 0 ? [] : [reportLine(' ', 0, `${count(unlisted, 'resource')} unchanged`)]),
  ];
  return [...integrationTitle(integration, said, paint), ...lines.flatMap((line) => layOutLine(line, paint))];
}

function totalsBlock(plan: AssessedPlan, outcome: Outcome, paint: Paint): readonly string[] {
  const { totals, held } = outcome;
  const concerns = sayConcerns(totals, held);
  const first = outcome.clean
    ? sayClean(plan, outcome)
    : `Plan: ${sayActionTotals(totals)}.${concerns === '' ? '' : ` ${concerns}.`}`;
  const notCompared = sayNotCompared(plan);
  const findings = sayFindingCount(plan);
  const text = [
    first,
    ...[findings, notCompared].filter((part) => part !== '').map((part) => `${part}.`),
  ].join(' ');
  return layOutParagraph(text, paint).map(paint.bold);
}
