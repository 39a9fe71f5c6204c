import type { OnProgress } from '../model/progress.ts';
import { progressLine, progressRow, progressTable, type ProgressRow } from '../report/progress.ts';
import type { Environment } from './environment.ts';
import { overWritten } from './over-written.ts';

export interface ShownProgress {
  readonly show: OnProgress;
  /** Leaves the last state on the screen. */
  readonly end: () => void;
}

/** A live table on a terminal, plain lines elsewhere. Both go to standard error: standard output is the report's. */
export async function showProgress(environment: Environment): Promise<ShownProgress> {
  const { progressTerminal, color } = environment;
  const update = await overWritten(progressTerminal);
  if (progressTerminal === undefined || update === undefined) {
    return {
      show: (progress) => environment.err(`${progressLine(progress, color)}\n`),
      end: () => undefined,
    };
  }
  const rows = new Map<string, ProgressRow>();
  return {
    show: (progress) => {
      rows.set(progress.integration, progressRow(progress));
      update(progressTable([...rows.values()], color, progressTerminal.columns));
    },
    end: () => update.done(),
  };
}
