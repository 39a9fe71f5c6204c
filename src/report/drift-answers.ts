import type { FieldChange } from '../model/plan.ts';
import { blockerLines } from './describe-entry.ts';
import type { DriftItem } from './drift-items.ts';
import { reportLine, type ReportLine } from './report-line.ts';

/** What can be done about one drifted resource: revert, accept, hold; each with its command or YAML. */
export function driftAnswers(item: DriftItem): readonly ReportLine[] {
  const { driftClass, edits, entry } = item;
  if (driftClass === 'held' || driftClass === 'unchecked') return [];
  if (driftClass === 'pending') return blockerLines(entry.blockers);
  // Nothing is left to revert: the file has it.
  if (edits.length === 0 && entry.accepted !== undefined) {
    return [...blockerLines(entry.blockers), reportLine(' ', 1, 'apply brings its stack up to date')];
  }
  return [...revertLines(item), ...edits.flatMap(acceptLines), ...holdLines(item)];
}

function revertLines({ entry, integration }: DriftItem): readonly ReportLine[] {
  if (integration.observed) return [reportLine(' ', 1, 'observed only: apply leaves it alone')];
  if (entry.blockers.length > 0) return blockerLines(entry.blockers);
  if (entry.cause === 'unknown' || (entry.action !== 'create' && entry.action !== 'update')) {
    return entry.action === 'none' ? [] : [reportLine(' ', 1, `apply would ${entry.action} it`)];
  }
  // A name that is no name must not become part of a command.
  if (integration.blockers.length > 0 || !/^[A-Za-z0-9-]+$/.test(integration.integration)) return [];
  return [reportLine(' ', 1, `revert: rolekeeper apply --only ${integration.integration}`)];
}

/** The YAML that accepts an edit, where one line says it. */
function acceptLines({ field, member, after, held, cause, location }: FieldChange): readonly ReportLine[] {
  // What is masked would be accepted wrongly.
  const isScalar = typeof after === 'number' || (typeof after === 'string' && !/#[0-9a-f]{6}/.test(after));
  const isEdit = cause !== 'change' && held === undefined && member === undefined;
  if (!isEdit || !isScalar || location === undefined) return [];
  const place = `${location.file}:${location.line}`;
  return [reportLine(' ', 1, `accept: write ${field}: ${JSON.stringify(after)} at ${place}`)];
}

/** A resource that is gone cannot be held; and where nobody knows what was applied, nothing is known to be drift. */
function holdLines({ integration, entry, driftClass }: DriftItem): readonly ReportLine[] {
  const { file, observed } = integration;
  if (file === undefined || observed || driftClass === 'missing' || entry.cause === 'unknown') return [];
  const yaml = `hold: [{ address: ${JSON.stringify(entry.address)}, reason: "why", until: "YYYY-MM-DD" }]`;
  return [reportLine(' ', 1, `hold: write ${yaml} in ${file}`)];
}
