import type { Finding } from '../model/finding.ts';
import { type AssessedPlan, findingsIn } from '../model/assessment.ts';
import { prose, besideRemedy } from './escape-markdown.ts';
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
  return alikeIn(declaredIn(plan)).map(([first, ...others]) => {
    const { level, rule, message, hint, location } = first;
    const place = location === undefined ? '' : ` at ${codeOf(`${location.file}:${location.line}`)}`;
    return `**${level}** ${codeOf(rule)}${place}: ${prose(message)}${besideRemedy(hint)}${sayOthers(others)}`;
  });
}

type Alike = readonly [Finding, ...Finding[]];

/** Findings that differ in the resource alone are told once; a pair is not, that would not be shorter. */
function alikeIn(findings: readonly Finding[]): readonly Alike[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { level, rule, address, message, hint } = finding;
    const key = JSON.stringify([level, rule, ...[message, hint].map((text) => text.replaceAll(address, ''))]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group): readonly Alike[] =>
    group.length < FEWEST_ALIKE ? group.map((one): Alike => [one]) : [group],
  );
}

const FEWEST_ALIKE = 3;
const MOST_OTHERS = 12;

function sayOthers(others: readonly Finding[]): string {
  if (others.length === 0) return '';
  const names = others.slice(0, MOST_OTHERS).map(({ address }) => codeOf(address));
  const left = others.length - names.length;
  const rest = left === 0 ? '' : ` and ${left} more, each on its line in the files`;
  return ` · **the same of ${count(others.length, 'other')}:** ${names.join(', ')}${rest}`;
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
