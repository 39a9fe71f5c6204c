import type { ApplyResult, IntegrationOutcome, NotSeen } from '../model/apply-result.ts';
import type { FailureReason } from '../model/failure.ts';
import { codeSpan, prose } from './escape-markdown.ts';
import { visibleText, withoutWorkflowCommands } from './escape-terminal.ts';
import { HANGING, layOutParagraph, paintFor, wrapText } from './lay-out-text.ts';
import type { ReportOptions } from './report-options.ts';
import { handoversMarkdown, handoversText } from './say-handover.ts';
import { count } from './say-totals.ts';

/** What apply did, for a terminal. */
export function renderAppliedText(
  { outcomes, proof }: ApplyResult,
  options: Pick<ReportOptions, 'color' | 'width'>,
): string {
  const paint = paintFor(options);
  const lines = outcomes.filter(isWorthALine).flatMap((outcome) => {
    const [mark, symbol] = markOf(outcome);
    const place = placeOf(outcome);
    const said = `${mark} ${visibleText(outcome.integration)}: ${visibleText(sayOutcome(outcome))}${place}`;
    const [first = '', ...rest] = wrapText(said, paint.width - HANGING.length);
    return [
      ...[first, ...rest.map((line) => `${HANGING}${line}`)].map((line) => paint.symbol(symbol, line)),
      ...(outcome.outcome === 'failed' && outcome.hint !== undefined
        ? layOutParagraph(outcome.hint, paint, '    ').map(paint.dim)
        : []),
    ];
  });
  const applied = appliedIn(outcomes);
  const handovers = handoversText(applied, proof);
  const checked =
    applied.length === 0 ? [] : layOutParagraph(sayReadAgain(applied), paint, '').map(paint.dim);
  return withoutWorkflowCommands(
    ['', ...lines, paint.bold(sayTotal(outcomes)), ...checked, ...handovers, ''].join('\n'),
  );
}

/** What apply did, for GitHub. */
export function renderAppliedMarkdown({ outcomes, proof }: ApplyResult): string {
  const lines = outcomes
    .filter(isWorthALine)
    .map((outcome) => `- ${codeSpan(outcome.integration)}: ${prose(sayOutcome(outcome) + placeOf(outcome))}`);
  const applied = appliedIn(outcomes);
  const handovers = handoversMarkdown(applied, proof);
  return [
    `## ${sayTotal(outcomes)}`,
    ...(lines.length === 0 ? [] : ['', ...lines]),
    ...(applied.length === 0 ? [] : ['', sayReadAgain(applied)]),
    ...(handovers === '' ? [] : ['', handovers]),
    '',
  ].join('\n');
}

function appliedIn(outcomes: readonly IntegrationOutcome[]): readonly string[] {
  return outcomes.filter(({ outcome }) => outcome === 'applied').map(({ integration }) => integration);
}

/** What the proof of those that are applied covers. */
export function sayReadAgain(applied: readonly string[]): string {
  const which = applied.length === 1 ? 'it' : 'each of them';
  return `What apply changed of ${which} was read again and is as declared; the next plan compares the rest.`;
}

function isWorthALine({ outcome }: IntegrationOutcome): boolean {
  return outcome !== 'unchanged' && outcome !== 'observed';
}

function markOf(outcome: IntegrationOutcome): readonly [string, '+' | '-' | '!' | ' '] {
  switch (outcome.outcome) {
    case 'applied':
      return ['✓', '+'];
    case 'failed':
      return outcome.known === undefined ? ['✗', '-'] : ['?', '!'];
    case 'blocked':
      return ['!', '!'];
    case 'unchanged':
    case 'observed':
      return [' ', ' '];
  }
}

function sayOutcome(outcome: IntegrationOutcome): string {
  switch (outcome.outcome) {
    case 'applied':
      return `applied with ${count(outcome.changeSets, 'change set')}`;
    case 'failed':
      return `${outcome.known === undefined ? '' : `${sayFailed(outcome)}: `}${outcome.message} (${outcome.reason})`;
    case 'blocked':
      return 'blocked, nothing of it was touched';
    case 'unchanged':
      return 'nothing to do';
    case 'observed':
      return 'observed only';
  }
}

function placeOf(outcome: IntegrationOutcome): string {
  if (outcome.outcome !== 'failed' || outcome.location === undefined) return '';
  const { file, line, column } = outcome.location;
  return ` at ${file}:${line}:${column}`;
}

/** In the order of the totals. */
const FAILED_WORDS = ['failed', 'not confirmed', 'not started', 'not applied by this run'];

function sayTotal(outcomes: readonly IntegrationOutcome[]): string {
  const number = (outcome: IntegrationOutcome['outcome']): number =>
    outcomes.filter((item) => item.outcome === outcome).length;
  const words = outcomes.flatMap((outcome) => (outcome.outcome === 'failed' ? [sayFailed(outcome)] : []));
  const parts = [
    `${number('applied')} applied`,
    ...FAILED_WORDS.map((word) => [word, words.filter((one) => one === word).length] as const)
      .filter(([, many]) => many > 0)
      .map(([word, many]) => `${many} ${word}`),
    ...(number('blocked') > 0 ? [`${number('blocked')} blocked`] : []),
    ...(number('unchanged') > 0 ? [`${number('unchanged')} already as declared`] : []),
    ...(number('observed') > 0 ? [`${number('observed')} observed only`] : []),
  ];
  return `Apply: ${parts.join(', ')}.`;
}

interface FailedAsFarAsKnown {
  readonly reason: FailureReason | undefined;
  readonly known?: NotSeen | undefined;
}

const NOT_SEEN: Readonly<Record<NotSeen, string>> = {
  'not-started': 'not started',
  'not-confirmed': 'not confirmed',
};

/** What is claimed of an integration that was not applied, in the same words wherever it is told. */
export function sayFailed({ known, reason }: FailedAsFarAsKnown): string {
  if (reason === 'stale-run') return 'not applied by this run';
  return known === undefined ? 'failed' : NOT_SEEN[known];
}

/** The same at the beginning of a line, in bold. */
export function failedLabel(failed: FailedAsFarAsKnown): string {
  const said = sayFailed(failed);
  return `**${said.slice(0, 1).toUpperCase()}${said.slice(1)}:**`;
}
