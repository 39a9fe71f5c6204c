import type { Progress } from '../model/progress.ts';
import { visibleText } from './escape-terminal.ts';
import { cutText, paintFor, type Paint } from './lay-out-text.ts';

/** The last thing that was said of an integration, for the live table. */
export interface ProgressRow {
  readonly integration: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly text: string;
}

/** One line of a log: what just happened, in CloudFormation's words. */
export function progressLine(progress: Progress, color: boolean): string {
  const paint = paintFor({ color });
  const text = sayProgress(progress);
  return `${paint.dim(`[${visibleText(progress.integration)}]`)} ${painted(stateOf(progress), text, paint)}`;
}

export function progressRow(progress: Progress): ProgressRow {
  return { integration: progress.integration, state: stateOf(progress), text: sayProgress(progress) };
}

/** The live table: one row an integration, in the order in which they began. */
export function progressTable(rows: readonly ProgressRow[], color: boolean, width: number): string {
  const paint = paintFor({ color });
  const longest = Math.max(0, ...rows.map((row) => row.integration.length));
  const lines = rows.map(({ integration, state, text }) => {
    const mark = { running: '…', done: '✓', failed: '✗' }[state];
    const room = Math.max(20, width - longest - 4);
    const shown = cutText(text, room);
    return `${mark} ${integration.padEnd(longest)}  ${painted(state, shown, paint)}`;
  });
  return lines.join('\n');
}

function stateOf({ progress }: Progress): ProgressRow['state'] {
  return progress === 'done' || progress === 'failed' ? progress : 'running';
}

function sayProgress(progress: Progress): string {
  if (progress.progress !== 'resource') return visibleText(progress.text);
  const reason = progress.reason === undefined ? '' : `: ${visibleText(progress.reason)}`;
  return `${visibleText(progress.resource)} ${progress.status}${reason}`;
}

function painted(state: ProgressRow['state'], text: string, paint: Paint): string {
  if (state === 'done') return paint.symbol('+', text);
  return state === 'failed' ? paint.symbol('-', text) : text;
}

/** What an apply waits for before it begins. */
export function sayWaiting(
  stacks: readonly { readonly integration: string; readonly status: string }[],
): string {
  const names = stacks.map(({ integration, status }) => `${integration} (${status})`).join(', ');
  return `Waiting for CloudFormation, which is changing ${names}.`;
}
