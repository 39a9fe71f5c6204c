import { isFullDisk } from '../model/full-disk.ts';
import type { Render } from '../review/comment-body.ts';
import type { PublishWarning } from './publish-warning.ts';

/**
 * What one step may write, in bytes; GitHub drops all of it when it is more.
 * https://docs.github.com/en/actions/using-workflows/workflow-commands-for-github-actions#step-isolation-and-limits
 */
const SUMMARY_LIMIT = 1_048_576;

/** Room for what a runner may count differently, such as line ends. */
const MARGIN = 4_096;

const TOO_LONG = 'This part is too long for the job summary: the log and the plan file have all of it.\n';

/** Appends to the summary of the step: `core.summary.addRaw(text).write()`. */
export type WriteSummary = (text: string) => Promise<unknown>;

/** Writes the parts, one after the other, so that all of them together fit. What fails is a warning. */
export async function writeJobSummary(
  parts: readonly Render[],
  write: WriteSummary,
): Promise<readonly PublishWarning[]> {
  try {
    await write(fitSummary(parts, SUMMARY_LIMIT - MARGIN));
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [
      {
        code: 'summary',
        message: `could not write the job summary: ${message}`,
        hint: isFullDisk(error)
          ? 'make room on the disk of the runner; the log has everything'
          : 'an Enterprise Server before 3.6 has none; the log has everything',
      },
    ];
  }
}

/** All parts in at most `limit` bytes; each gets an equal share of what those before it left. */
export function fitSummary(parts: readonly Render[], limit: number): string {
  let text = '';
  let left = limit;
  for (const [index, part] of parts.entries()) {
    const fitting = fitPart(part, Math.floor(left / (parts.length - index)) - 1);
    const drawn = fitting === '' ? '' : `${fitting}\n`;
    text += drawn;
    left -= byteLength(drawn);
  }
  return text;
}

/** Renderers count UTF-16 units, the summary counts bytes: the limit shrinks until both agree. */
function fitPart(part: Render, bytes: number): string {
  let units = bytes;
  for (let round = 0; round < 8 && units > 0; round += 1) {
    const text = part(units);
    const size = byteLength(text);
    if (size <= bytes) return text;
    units = Math.floor(Math.min(units - 1, (units * bytes) / size) * 0.98);
  }
  return byteLength(TOO_LONG) <= bytes ? TOO_LONG : '';
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
