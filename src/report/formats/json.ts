import { withCautions } from '../cautions.ts';
import { maskExternalIds } from '../external-id.ts';
import { renderJson } from '../json-report.ts';
import { cappedDiagnostics } from '../shown-diagnostics.ts';
import type { ReportFormat } from './format.ts';

/** For programs: the data itself. One scope is a plan and several are a list of plans: always one document. */
export const json = {
  extension: 'json',
  plan: (plan) => renderJson(withCautions(plan)),
  diagnostics: (diagnostics) => renderJson(cappedDiagnostics(diagnostics)),
  applied: ({ outcomes, proof }) => renderJson({ outcomes, proof: maskExternalIds(proof) }),
  failed: (failed) => failed.map((one) => renderJson({ format: 1, failed: one })),
  join: (reports) =>
    reports.length === 1
      ? reports.join('')
      : `[\n${reports.map((report) => report.trimEnd()).join(',\n')}\n]\n`,
  isDocument: true,
} as const satisfies ReportFormat;
