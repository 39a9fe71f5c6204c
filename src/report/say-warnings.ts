import type { AssessedPlan } from '../model/assessment.ts';
import { prose, besideRemedy } from './escape-markdown.ts';
import { layOutLine, type Paint } from './lay-out-text.ts';
import { reportLine } from './report-line.ts';

interface Warning {
  readonly message: string;
  readonly hint: string | undefined;
}

function warningsIn({ integrations, warnings = [] }: AssessedPlan): readonly Warning[] {
  return [...warnings, ...integrations.flatMap((integration) => integration.warnings ?? [])].map(
    ({ message, hint }) => ({ message, hint }),
  );
}

/** What blocks nothing and should be known, for a terminal. */
export function warningsBlock(plan: AssessedPlan, paint: Paint): readonly string[] {
  return warningsIn(plan)
    .flatMap(({ message, hint }) => [
      reportLine('!', 0, `warning: ${message}`),
      ...(hint === undefined ? [] : [reportLine(' ', 1, `what to do: ${hint}`)]),
    ])
    .flatMap((line) => layOutLine(line, paint));
}

/** The same as list items of markdown. */
export function warningItems(plan: AssessedPlan): readonly string[] {
  return warningsIn(plan).map(({ message, hint }) => `**warning:** ${prose(message)}${besideRemedy(hint)}`);
}
