import type { AssessedPlan } from '../model/assessment.ts';
import { codeSpan, fencedBlock } from './escape-markdown.ts';
import { visibleText } from './escape-terminal.ts';

/** What a third party is to be told now that its integration is applied. */
interface Handover {
  readonly integration: string;
  readonly vendor?: string;
  readonly text: string;
}

/** Of the integrations that are applied and were read again; of no other, as what the text says must be so in the account. */
function handoversOf(
  applied: readonly string[],
  { integrations }: Pick<AssessedPlan, 'integrations'>,
): readonly Handover[] {
  return integrations.flatMap(({ integration, vendor, handover }) =>
    handover === undefined || !applied.includes(integration)
      ? []
      : [{ integration, ...(vendor === undefined ? {} : { vendor }), text: handover }],
  );
}

/** Of the file's own text: a line end is a line end, and all else that is not seen is spelled out. */
export function handoverLines(text: string): readonly string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .trimEnd()
    .split('\n')
    .map((line) => visibleText(line.trimEnd()));
}

/** For a terminal, each text indented under a line that says for which vendor it is. */
export function handoversText(...of: Parameters<typeof handoversOf>): readonly string[] {
  return handoversOf(...of).flatMap(({ integration, vendor, text }) => [
    '',
    `To hand over to ${visibleText(vendor ?? 'the third party')} (rolekeeper handover ${visibleText(integration)} prints it again, and with --show-external-ids what is masked):`,
    ...handoverLines(text).map((line) => `  ${line}`.trimEnd()),
  ]);
}

/** For GitHub: the text is data, and stands in a block of code; those for which there is no room are named. */
export function handoversMarkdown(
  applied: readonly string[],
  plan: Pick<AssessedPlan, 'integrations'>,
  room = Number.POSITIVE_INFINITY,
): string {
  const blocks = handoversOf(applied, plan).map(({ integration, vendor, text }) => {
    const title = vendor === undefined ? 'To hand over' : `To hand over to ${codeSpan(vendor)}`;
    return {
      integration,
      block: `**${title}** for ${codeSpan(integration)}:\n\n${fencedBlock('text', handoverLines(text))}`,
    };
  });
  const shown: string[] = [];
  const left: string[] = [];
  for (const { integration, block } of blocks) {
    if ([...shown, block].join('\n\n').length <= room) shown.push(block);
    else left.push(codeSpan(integration));
  }
  if (left.length > 0) shown.push(`**To hand over**, in the summary of the run: ${left.join(', ')}`);
  return shown.join('\n\n');
}
