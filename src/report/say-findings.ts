import type { Finding } from '../model/finding.ts';
import { type AssessedPlan, findingsIn } from '../model/assessment.ts';
import { prose } from './escape-markdown.ts';
import { layOutLine, type Paint } from './lay-out-text.ts';
import type { MarkdownSection } from './markdown-parts.ts';
import { codeOf } from './markdown-style.ts';
import { reportLine } from './report-line.ts';
import { count } from './say-totals.ts';

/** What the review rules say of what the files declare, for a terminal. What no file declares stands in a part of its own. */
export function findingsBlock(plan: AssessedPlan, paint: Paint): readonly string[] {
  return declaredIn(plan)
    .flatMap(({ level, rule, message, hint, location }) => {
      const place = location === undefined ? '' : ` · ${location.file}:${location.line}`;
      return [
        reportLine('!', 0, `${level}: ${rule}: ${message}${place}`),
        reportLine(' ', 1, `what to do: ${hint}`),
      ];
    })
    .flatMap((line) => layOutLine(line, paint));
}

/** The same as list items of markdown. */
export function findingItems(plan: AssessedPlan): readonly string[] {
  return declaredIn(plan).map(({ level, rule, message, hint, location }) => {
    const place = location === undefined ? '' : ` at ${codeOf(`${location.file}:${location.line}`)}`;
    return `**${level}** ${codeOf(rule)}${place}: ${prose(message)} · _what to do:_ ${prose(hint)}`;
  });
}

/** As the first section of a comment: what is wrong with what would be applied. */
export function findingSections(plan: AssessedPlan): readonly MarkdownSection[] {
  const items = findingItems(plan);
  return items.length === 0
    ? []
    : [{ group: '### Findings of the review rules', heading: '', items, details: '' }];
}

/** `1 finding`, for the title; empty when there is none. */
export function sayFindingCount(plan: AssessedPlan): string {
  const findings = declaredIn(plan);
  return findings.length === 0 ? '' : count(findings.length, 'finding');
}

function declaredIn(plan: AssessedPlan): readonly Finding[] {
  return findingsIn({ integrations: plan.integrations });
}
