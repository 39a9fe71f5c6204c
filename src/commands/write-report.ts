import type { ReportOptions } from '../report/report-options.ts';
import type { Environment } from './environment.ts';
import { unwritable, writeWhole } from './write-whole.ts';

/** How a text report looks where it goes: a file is no terminal. */
export function layoutFor(
  { color, width }: Pick<Environment, 'color' | 'width'>,
  out?: string,
): Pick<ReportOptions, 'color' | 'width'> {
  return out === undefined ? { color, ...(width === undefined ? {} : { width }) } : { color: false };
}

/** The same for standard error. */
export function errLayoutFor({
  color,
  errWidth,
}: Pick<Environment, 'color' | 'errWidth'>): Pick<ReportOptions, 'color' | 'width'> {
  return { color, ...(errWidth === undefined ? {} : { width: errWidth }) };
}

/** Prints a report, or a template, or writes it to the file of `--out` and says so. */
export async function writeReport(
  text: string,
  out: string | undefined,
  environment: Environment,
  name: 'report' | 'template' = 'report',
): Promise<void> {
  if (out === undefined) {
    environment.out(text);
    return;
  }
  try {
    await writeWhole(out, text);
  } catch (cause) {
    throw unwritable('--out', out, cause);
  }
  environment.err(`${name} written to ${out}\n`);
}
