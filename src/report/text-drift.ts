import type { AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { blockerLines, type Detail } from './describe-entry.ts';
import { describeDrift, sayDriftTotals } from './describe-drift.ts';
import { driftItemsOf, isDrift, type DriftItem } from './drift-items.ts';
import { undeclaredOf, undeclaredText } from './inventory/undeclared-report.ts';
import { layOutLine, layOutParagraph, paintFor, type Paint } from './lay-out-text.ts';
import { withOverdueReviews } from './due-dates.ts';
import { outcomeOf } from './outcome.ts';
import type { ReportOptions } from './report-options.ts';
import { SIGNS } from './report-line.ts';
import { OUT_OF_SIGHT } from './say-scope.ts';
import { count, sayNotCompared } from './say-totals.ts';
import { warningsBlock } from './say-warnings.ts';
import { headBlock, integrationTitle, joinBlocks, legendBlock, notSeenBlock } from './text-plan.ts';

/**
 * The plan read as drift: what was done to the account since the last apply, what gained most access first. The signs
 * are those of a plan: what apply would do about it.
 */
export function renderDriftText(read: AssessedPlan, options: ReportOptions): string {
  const plan = withOverdueReviews(read);
  const paint = paintFor(options);
  const undeclared = undeclaredOf(plan);
  if (undeclared !== undefined) return undeclaredText(undeclared, options);
  const items = driftItemsOf(plan);
  const integrations = shownIntegrations(plan, items);
  return joinBlocks([
    headBlock(plan, options, paint),
    legendBlock(integrations.length > 0, SIGNS.drift, paint),
    ...integrations.map((integration) =>
      integrationBlock(integration, items, options.details === true ? 'exact' : 'brief', paint),
    ),
    warningsBlock(plan, paint),
    notSeenBlock(plan, paint),
    [
      ...layOutParagraph(sayDriftOutcome(plan, items), paint).map(paint.bold),
      ...layOutParagraph(OUT_OF_SIGHT, paint).map(paint.dim),
    ],
  ]);
}

/** Those with something that is not in sync, and those to which nothing can be applied. */
export function shownIntegrations(
  plan: AssessedPlan,
  items: readonly DriftItem[],
): readonly AssessedIntegration[] {
  const blocked = plan.integrations.filter(({ blockers }) => blockers.length > 0);
  return [...new Set([...items.map((item) => item.integration), ...blocked])];
}

/** `2 modified, 1 blocked`. */
export function sayIntegrationDrift(integration: AssessedIntegration, items: readonly DriftItem[]): string {
  const totals = sayDriftTotals(items.filter((item) => item.integration === integration));
  const blocked = integration.blockers.length === 0 ? '' : 'blocked';
  return [totals, blocked].filter((part) => part !== '').join(', ');
}

/** The totals of a drift report in one sentence or two; claims no more than was compared. */
export function sayDriftOutcome(plan: AssessedPlan, items: readonly DriftItem[]): string {
  const notCompared = sayNotCompared(plan);
  const blocked = plan.integrations.filter(({ blockers }) => blockers.length > 0).length;
  const rest =
    (blocked === 0 ? '' : ` Nothing can be applied to ${count(blocked, 'integration')}.`) +
    (notCompared === '' ? '' : ` ${notCompared}.`);
  const notRead = plan.unchecked.length === 0 ? '' : ` ${count(plan.unchecked.length, 'read')} failed.`;
  if (items.some(isDrift)) return `Drift: ${sayDriftTotals(items)}.${notRead}${rest}`;
  if (items.length > 0) return `No drift found; ${sayDriftTotals(items)}.${notRead}${rest}`;
  const { clean, complete } = outcomeOf(plan);
  if (clean && complete && plan.source.kind === 'iam') return 'No drift. IAM matches the desired state.';
  return `No drift in what was compared.${notRead}${rest}`;
}

function integrationBlock(
  integration: AssessedIntegration,
  items: readonly DriftItem[],
  detail: Detail,
  paint: Paint,
): readonly string[] {
  const own = items.filter((item) => item.integration === integration);
  const blockers = blockerLines(integration.blockers).map((line) => ({ ...line, depth: line.depth - 1 }));
  const lines = [...blockers, ...own.flatMap((item) => describeDrift(item, detail))];
  return [
    ...integrationTitle(integration, sayIntegrationDrift(integration, items), paint),
    ...lines.flatMap((line) => layOutLine(line, paint)),
  ];
}
