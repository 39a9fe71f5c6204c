import type { Assessment, Blocker, EntryAssessment, IntegrationAssessment } from '../model/assessment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sortFindings, type Finding } from '../model/finding.ts';

/**
 * What two judges say of one plan: of each integration the worse. What either blocks is blocked, and of a finding the
 * stricter level counts. What follows from the plan alone (access, holders, expectations) is the same for both; an
 * integration that the other did not judge stays as it is, and so does what is said of the scope.
 */
export function worst(one: Assessment, other: Assessment): Assessment {
  return {
    ...one,
    integrations: new Map(
      [...one.integrations].map(([name, said]) => {
        const also = other.integrations.get(name);
        return [name, also === undefined ? said : worseOf(said, also)] as const;
      }),
    ),
  };
}

function worseOf(one: IntegrationAssessment, other: IntegrationAssessment): IntegrationAssessment {
  const findings = stricterOf(one.findings ?? [], other.findings ?? []);
  const warnings = distinct([...(one.warnings ?? []), ...(other.warnings ?? [])]);
  return {
    ...one,
    entries: new Map(
      [...one.entries].map(([key, said]) => [key, worseEntry(said, other.entries.get(key))] as const),
    ),
    blockers: bothBlockers(one.blockers, other.blockers),
    ...(findings.length === 0 ? {} : { findings }),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

function worseEntry(one: EntryAssessment, other: EntryAssessment | undefined): EntryAssessment {
  return { ...one, blockers: bothBlockers(one.blockers, other?.blockers ?? []) };
}

/** Every reason once: two judges who limit deletions, or forbid findings, are one reason to a reader. */
function bothBlockers(one: readonly Blocker[], other: readonly Blocker[]): readonly Blocker[] {
  return [...one, ...other.filter(({ code }) => !one.some((known) => known.code === code))];
}

function stricterOf(one: readonly Finding[], other: readonly Finding[]): readonly Finding[] {
  const all = new Map<string, Finding>();
  for (const finding of [...one, ...other]) {
    const { level: _level, ...about } = finding;
    const key = JSON.stringify(about);
    if (all.get(key)?.level !== 'error') all.set(key, finding);
  }
  return sortFindings([...all.values()]);
}

function distinct(warnings: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(warnings.map((one) => [JSON.stringify(one), one])).values()];
}
