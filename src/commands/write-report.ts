import { isNativeError } from 'node:util/types';
import { RolekeeperError } from '../model/failure.ts';
import type { ReportOptions } from '../report/report-options.ts';
import type { Environment } from './environment.ts';
import { hintOfUnwritable, writeWhole } from './write-whole.ts';

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
    const why = isNativeError(cause) ? `: ${cause.message}` : '';
    throw new RolekeeperError('invalid-config', `--out: ${out} cannot be written${why}`, {
      cause,
      hint: hintOfUnwritable(cause, 'name a file in a folder that exists and may be written to'),
    });
  }
  environment.err(`${name} written to ${out}\n`);
}
