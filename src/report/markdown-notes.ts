import type { AssessedPlan } from '../model/assessment.ts';
import { prose } from './escape-markdown.ts';
import { codeOf, IN_BRIEF } from './markdown-style.ts';
import { isQuiet, isQuietEntry } from './outcome.ts';
import { sayUndecidedOf } from './say-expectations.ts';
import { OUT_OF_SIGHT, sayScope, saySource, sayStrangers, sayUndeclared } from './say-scope.ts';
import { count, sayNotCompared } from './say-totals.ts';
import { warningItems } from './say-warnings.ts';

/** Once, small. */
export const FOOTER = `<sub>${OUT_OF_SIGHT}</sub>`;

/** Where the plan holds, and what to know before trusting it. */
export function factsOf(plan: AssessedPlan): readonly string[] {
  const notCompared = sayNotCompared(plan);
  const unchanged = plan.integrations.filter(isQuiet).length;
  const facts = [
    `In ${sayScope(plan, IN_BRIEF)}.`,
    ...(unchanged === 0 ? [] : [`${count(unchanged, 'integration')} unchanged.`]),
    ...(notCompared === '' ? [] : [`${notCompared}.`]),
    ...saySource(plan, IN_BRIEF).map((sentence) => `**${sentence}**`),
  ];
  return [facts.join(' ')];
}

/** What should be known, what was not read, what is not declared, what is out of sight. */
export function notSeenOf(plan: AssessedPlan): readonly string[] {
  const undeclared = sayUndeclared(plan);
  const undecided = sayUndecidedOf(plan, IN_BRIEF);
  const ignored = plan.integrations
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.ignored.length > 0)
    .map(
      (entry) =>
        `not compared, as the file says: ${codeOf(entry.ignored.join(', '))} of ${codeOf(entry.address)}`,
    );
  const observed = plan.integrations
    .flatMap(({ entries }) => entries.filter(isQuietEntry))
    .flatMap(({ address, observations }) =>
      observations.map(({ text }) => `note on ${codeOf(address)}: ${prose(text)}`),
    );
  return [
    ...warningItems(plan),
    ...plan.unchecked.map(
      ({ kind, address, reason }) =>
        `**unchecked:** ${address === undefined ? `every ${kind}` : codeOf(address)}: ${prose(reason)}`,
    ),
    ...(undecided === '' ? [] : [`**undecided:** ${undecided}`]),
    ...(undeclared === '' ? [] : [undeclared]),
    ...sayStrangers(plan, IN_BRIEF).map((line) => `not declared: ${line}`),
    ...ignored,
    ...observed,
  ];
}
