import type { OnProgress } from '../model/progress.ts';
import { progressLine, progressRow, progressTable, type ProgressRow } from '../report/progress.ts';
import type { Environment } from './environment.ts';

interface ShownProgress {
  readonly show: OnProgress;
  /** Leaves the last state on the screen. */
  readonly end: () => void;
}

/** A live table on a terminal, plain lines elsewhere. Both go to standard error: standard output is the report's. */
export async function showProgress(environment: Environment): Promise<ShownProgress> {
  const { progressTerminal, color } = environment;
  if (progressTerminal === undefined) {
    return {
      show: (progress) => environment.err(`${progressLine(progress, color)}\n`),
      end: () => undefined,
    };
  }
  // It tells how wide an emoji is, which takes a twentieth of a short run to load: CI does not load it.
  const update = (await import('log-update')).createLogUpdate(progressTerminal);
  const rows = new Map<string, ProgressRow>();
  return {
    show: (progress) => {
      rows.set(progress.integration, progressRow(progress));
      update(progressTable([...rows.values()], color, progressTerminal.columns));
    },
    end: () => update.done(),
  };
}
