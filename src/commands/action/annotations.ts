import { posix } from 'node:path';
import { loadDesired } from '../../desired/load.ts';
import type { Annotation } from '../../github/annotations.ts';
import type { IntegrationOutcome } from '../../model/apply-result.ts';
import { type AssessedPlan, findingsIn } from '../../model/assessment.ts';
import { type Diagnostic, type Location, hasErrors } from '../../model/diagnostic.ts';
import type { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { visibleText } from '../../report/escape-terminal.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import { brokenExpectations, expectationFailure } from '../check-scope-expectations.ts';
import { invalidConfig } from '../load-scopes.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { today } from '../today.ts';
import type { ActionContext } from './context.ts';
import { type RunFailure, type RunStep, sayingFailure } from './run-outcome.ts';

/** Mistakes in the YAML, on their lines. */
export function annotationsOfDiagnostics(diagnostics: readonly Diagnostic[]): readonly Annotation[] {
  return diagnostics.map(({ severity, code, message, hint, location }) =>
    annotation(severity, `rolekeeper: ${code}`, message, hint, location),
  );
}

/** What a plan cannot do, and what was edited in the account, on the lines of the YAML that it is about. */
export function annotationsOfPlan(plan: AssessedPlan): readonly Annotation[] {
  const { integrations, warnings = [] } = plan;
  const ofFindings = findingsIn(plan).map(({ rule, level, message, hint, location }) =>
    annotation(level, `rolekeeper: ${rule}`, message, hint, location),
  );
  const ofIntegrations = integrations.flatMap((integration) => {
    const place = integration.entries.find(({ location }) => location !== undefined)?.location;
    // The findings behind a blocker stand on lines of their own.
    const blockers = integration.blockers.filter(({ code }) => code !== 'findings');
    const whole = blockers.map(({ message, hint }) =>
      annotation('error', `rolekeeper: ${integration.integration} is blocked`, message, hint, place),
    );
    const single = integration.entries.flatMap(({ address, blockers, location, drift }) => [
      ...blockers.map(({ message, hint }) =>
        annotation('error', `rolekeeper: ${address} is blocked`, message, hint, location),
      ),
      ...(drift === undefined
        ? []
        : [
            annotation(
              'warning',
              'rolekeeper: drift',
              `${address} was edited in the account`,
              undefined,
              location,
            ),
          ]),
    ]);
    return [...whole, ...single, ...annotationsOfDiagnostics(integration.warnings ?? [])];
  });
  return [...ofFindings, ...ofIntegrations, ...annotationsOfDiagnostics(warnings)];
}

/** What failed while it was applied. */
export function annotationsOfOutcomes(outcomes: readonly IntegrationOutcome[]): readonly Annotation[] {
  return outcomes.flatMap((outcome) =>
    outcome.outcome === 'failed'
      ? [
          annotation(
            'error',
            `rolekeeper: ${outcome.integration} failed (${outcome.reason})`,
            outcome.message,
            outcome.hint,
            outcome.location,
          ),
        ]
      : [],
  );
}

function annotation(
  level: Annotation['level'],
  title: string,
  message: string,
  hint: string | undefined,
  location: Location | undefined,
): Annotation {
  const text = hint === undefined ? message : `${message}. ${hint}`;
  return {
    level,
    title: visibleText(title),
    message: visibleText(text),
    ...(location === undefined
      ? {}
      : { place: { file: location.file, line: location.line, column: location.column } }),
  };
}

/**
 * Reads and validates the desired state of the check-out. Every mistake goes into the log, the annotations and the
 * summary.
 *
 * @param say says where readers look for it why there is nothing to work with
 * @throws RolekeeperError `invalid-config`; `expectation-failed` when a file does not keep its own expectations
 */
export async function* loadForAction(
  context: ActionContext,
  say: (failure: RunFailure, invalid: InvalidDesired) => RunStep = silent,
): RunStep<readonly Scope[]> {
  const { inputs } = context;
  const unread = { diagnostics: [], directories: [inputs.desired] };
  const { scopes, diagnostics, failure } = yield* sayingFailure(readForAction(context), (why) =>
    say(why, unread),
  );
  if (failure === undefined) return scopes;
  yield {
    summary: [
      (limit) => renderDiagnostics(diagnostics, 'markdown', { command: 'plan', color: false, limit }),
    ],
  };
  const { reason, message, hint } = failure;
  yield* say(
    { reason, message, hint },
    { diagnostics, directories: directoriesOf(diagnostics, inputs.desired) },
  );
  throw failure;
}

async function* silent(): RunStep {}

interface LoadedForAction {
  readonly scopes: readonly Scope[];
  readonly diagnostics: readonly Diagnostic[];
  /** Why there is nothing to work with; undefined where there is. */
  readonly failure: RolekeeperError | undefined;
}

async function* readForAction({ inputs, log, environment }: ActionContext): RunStep<LoadedForAction> {
  const day = today(environment.clock);
  const { scopes, diagnostics } = await loadDesired(inputs.desired, await readCatalogue(), false, day);
  const broken = hasErrors(diagnostics) ? [] : await brokenExpectations(scopes);
  const all = [...diagnostics, ...broken];
  if (all.length > 0) {
    log(renderDiagnostics(all, 'text', { command: 'plan', color: false }));
    yield { annotations: annotationsOfDiagnostics(all) };
  }
  const failure = hasErrors(all)
    ? (expectationFailure(broken) ?? invalidConfig(diagnostics, inputs.desired))
    : undefined;
  return { scopes, diagnostics: all, failure };
}

export interface InvalidDesired {
  readonly diagnostics: readonly Diagnostic[];
  /** The folders of the scopes that have mistakes. */
  readonly directories: readonly string[];
}

function directoriesOf(diagnostics: readonly Diagnostic[], desired: string): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const folders = errors.map(({ location }) =>
    location === undefined ? desired : posix.dirname(location.file),
  );
  return [...new Set(folders)].sort();
}
