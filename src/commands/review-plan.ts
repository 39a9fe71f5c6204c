import type { Diagnostic } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Finding } from '../model/finding.ts';
import type { Scope } from '../model/integration.ts';
import { findingsIn, type AssessedPlan } from '../model/assessment.ts';
import { count } from '../report/say-totals.ts';
import { reviewScope } from '../rules/review.ts';
import { budgetPerScope, type BudgetOf } from './check-scope-expectations.ts';
import { readCatalogue } from './read-catalogue.ts';

/** What the review rules say of files, without any account; also as diagnostics, with exceptions that except nothing. */
export interface FileReview {
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface FileReviewing {
  /** Files are missing: whether an exception still excepts something cannot be said. */
  readonly partial?: boolean;
  readonly budgetOf?: BudgetOf;
  /** Called for each integration that was judged. */
  readonly onIntegration?: () => void;
}

export function sayReviewed(integrations: number): string {
  return `${count(integrations, 'integration')} judged by the rules`;
}

/** Reads nothing but the catalogue. */
export async function reviewFiles(
  scopes: readonly Scope[],
  today: string,
  {
    partial = false,
    budgetOf = budgetPerScope(scopes.length),
    onIntegration = () => undefined,
  }: FileReviewing = {},
): Promise<FileReview> {
  const catalogue = await readCatalogue();
  const reviews = scopes.flatMap((scope) => [
    ...reviewScope({ scope, catalogue, today, budget: budgetOf(scope), onIntegration }).values(),
  ]);
  const findings = reviews.flatMap((one) => one.findings);
  return {
    findings,
    diagnostics: [...findings.map(diagnosticOf), ...(partial ? [] : reviews.flatMap((one) => one.warnings))],
  };
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

/** The failure of a plan with a finding of level `error`, whether there is anything to apply or not. */
export function failureOfFindings(
  plan: Pick<AssessedPlan, 'integrations' | 'findings'>,
): RolekeeperError | undefined {
  return forbidden(findingsIn(plan));
}

/** The same of what is not declared by any file alone: drift tells of that, and of the files plan does. */
export function failureOfStrangers({ findings = [] }: AssessedPlan): RolekeeperError | undefined {
  return forbidden(findings);
}

/** The failure of findings of which one has the level `error`; undefined when none has. */
export function forbidden(findings: readonly Finding[]): RolekeeperError | undefined {
  const errors = findings.filter(({ level }) => level === 'error');
  const [first] = errors;
  if (first === undefined) return undefined;
  const subjects = [...new Set(errors.map(({ rule, address }) => `${rule} of ${address}`))];
  return new RolekeeperError('findings', `the review rules forbid it: ${subjects.join(', ')}`, {
    // What no file declares has no file to be accepted in.
    hint:
      first.integration === undefined
        ? first.hint
        : 'correct it, as each finding says, or accept it under "exceptions:" in the file, with the reason: docs/rules.md',
    ...(first.location === undefined ? {} : { location: first.location }),
  });
}
