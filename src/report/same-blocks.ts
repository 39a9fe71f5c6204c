import { codeSpan } from './escape-markdown.ts';
import { layOutParagraph, paintFor } from './lay-out-text.ts';
import { integrationSection } from './markdown-plan.ts';
import type { ReportOptions } from './report-options.ts';
import type { DifferingParameter, SameChange } from './same-changes.ts';
import { sayIntegration } from './say-totals.ts';
import { integrationBlock } from './text-plan.ts';

/** Names of scopes that are said at all. */
const MOST_NAMES = 60;
const MOST_VALUES = 8;

/** A change that several scopes have, once, as a part of a comment. */
export function sameMarkdown({ integration, file, directories, differs }: SameChange): string {
  const section = integrationSection(integration);
  const lines = differs.map((one) => `- ${sayDifference(one, codeSpan)}`);
  return [
    `### The same in ${directories.length} scopes: ${codeSpan(integration.integration)}`,
    `${codeSpan(file)}. \`\${…}\` stands for what differs.`,
    section === undefined ? '' : section.items.map((item) => `- ${item}`).join('\n'),
    lines.length === 0 ? '' : `What differs:\n\n${lines.join('\n')}`,
    section?.details ?? '',
    `<details><summary>The ${directories.length} scopes</summary>\n\n${sayScopes(directories, codeSpan)}\n\n</details>`,
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** The same for a terminal. */
export function sameText(change: SameChange, options: ReportOptions): readonly string[] {
  const { integration, directories, differs } = change;
  const paint = paintFor(options);
  const said = `the same in ${directories.length} scopes, in each ${sayIntegration(integration)}`;
  const lines = differs.map((one) => sayDifference(one, asItIs));
  return [
    ...integrationBlock(integration, said, options.details === true ? 'exact' : 'brief', paint),
    ...(lines.length === 0 ? [] : ['  What differs:']),
    ...lines.flatMap((line) => layOutParagraph(line, paint, '    ')),
    ...layOutParagraph(`In ${sayScopes(directories, asItIs)}`, paint, '  '),
  ];
}

type Quote = (text: string) => string;

function asItIs(text: string): string {
  return text;
}

function sayDifference({ name, values }: DifferingParameter, quote: Quote): string {
  const own = quote(`\${${name}}`);
  if (values === undefined) return `${own}, an external id of each scope`;
  const said = values
    .slice(0, MOST_VALUES)
    .map(({ value, scopes }) => quote(value) + (scopes === 1 ? '' : ` in ${scopes}`));
  const left = values.length - said.length;
  return `${own}: ${said.join(', ')}${left === 0 ? '' : `, and ${left} other values`}`;
}

function sayScopes(directories: readonly string[], quote: Quote): string {
  const shown = directories.slice(0, MOST_NAMES).map(quote);
  const left = directories.length - shown.length;
  return `${shown.join(', ')}${left === 0 ? '' : ` and ${left} more`}`;
}
