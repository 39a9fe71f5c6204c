import type { Diagnostic } from '../model/diagnostic.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Finding } from '../model/finding.ts';
import type { Scope } from '../model/integration.ts';
import { findingsIn, type Plan } from '../model/plan.ts';
import { review, reviewScope } from '../rules/review.ts';
import { readCatalogue } from './read-catalogue.ts';

/** The plan with what the review rules say, by the levels and exceptions of the scope. */
export async function reviewPlan(plan: Plan, scope: Scope, today: string): Promise<Plan> {
  return review(plan, { scope, catalogue: await readCatalogue(), today });
}

/** What the review rules say of files, without any account. */
export async function findingDiagnostics(
  scopes: readonly Scope[],
  today: string,
): Promise<readonly Diagnostic[]> {
  const catalogue = await readCatalogue();
  return scopes.flatMap((scope) =>
    [...reviewScope({ scope, catalogue, today }).values()].flatMap(({ findings, warnings }) => [
      ...findings.map(diagnosticOf),
      ...warnings,
    ]),
  );
}

function diagnosticOf({ rule, level, message, hint, location }: Finding): Diagnostic {
  return {
    severity: level,
    code: rule,
    message: `${message} (${rule})`,
    hint,
    ...(location === undefined ? {} : { location }),
  };
}

/** The failure of files that a rule of level `error` says something about; undefined when there is none. */
export function failureOfFindingDiagnostics(diagnostics: readonly Diagnostic[]): RolekeeperError | undefined {
  if (!hasErrors(diagnostics)) return undefined;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return failureOf(errors.length, errors[0]?.location);
}

/** The failure of a plan with a finding of level `error`, whether there is anything to apply or not. */
export function failureOfFindings(
  plan: Pick<Plan, 'integrations' | 'findings'>,
): RolekeeperError | undefined {
  const errors = findingsIn(plan).filter(({ level }) => level === 'error');
  return errors.length === 0 ? undefined : failureOf(errors.length, errors[0]?.location);
}

/** The same of what nobody declares alone: drift tells of that, and of the files plan does. */
export function failureOfStrangers({ findings = [] }: Plan): RolekeeperError | undefined {
  return failureOfFindings({ integrations: [], findings });
}

function failureOf(count: number, location: Finding['location']): RolekeeperError {
  const what = count === 1 ? 'a review rule forbids something' : `the review rules forbid ${count} things`;
  return new RolekeeperError('findings', what, {
    hint: 'correct it, as each finding says, or accept it under "exceptions:" in the file, with the reason: docs/rules.md',
    ...(location === undefined ? {} : { location }),
  });
}
