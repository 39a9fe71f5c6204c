import { posix } from 'node:path';
import { loadDesired, withEmptyScopes } from '../../desired/load.ts';
import type { Annotation } from '../../github/annotations.ts';
import type { IntegrationOutcome } from '../../model/apply-result.ts';
import { type AssessedPlan, findingsIn } from '../../model/assessment.ts';
import { type Diagnostic, type Location, hasErrors } from '../../model/diagnostic.ts';
import { RolekeeperError } from '../../model/failure.ts';
import type { Scope } from '../../model/integration.ts';
import { visibleText } from '../../report/escape-terminal.ts';
import { sayIncluded } from '../../report/text-diagnostics.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import { brokenExpectations, expectationFailure } from '../check-scope-expectations.ts';
import { invalidConfig } from '../load-scopes.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { reviewFiles } from '../review-plan.ts';
import { today } from '../today.ts';
import type { ActionContext } from './context.ts';
import { type RunFailure, type RunStep, sayingFailure } from './run-outcome.ts';

/** Mistakes in the YAML, on their lines. */
export function annotationsOfDiagnostics(diagnostics: readonly Diagnostic[]): readonly Annotation[] {
  return diagnostics.map((diagnostic) => {
    const { severity, code, message, hint, location } = diagnostic;
    const included = sayIncluded(diagnostic);
    const said = included === '' ? message : `${message}, ${included}`;
    return annotation(severity, `rolekeeper: ${code}`, said, hint, location);
  });
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
 * @param mayBeEmpty takes scopes without integrations
 * @throws RolekeeperError `invalid-config`; `expectation-failed` when a file does not keep its own expectations
 */
export async function* loadForAction(
  context: ActionContext,
  say: (failure: RunFailure, invalid: InvalidDesired) => RunStep = silent,
  mayBeEmpty = false,
): RunStep<readonly Scope[]> {
  const { inputs } = context;
  const unread = { diagnostics: [], directories: [inputs.desired] };
  const { scopes, diagnostics, mistakes, failure } = yield* sayingFailure(
    readForAction(context, mayBeEmpty),
    (why) => say(why, unread),
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
    { diagnostics, directories: directoriesOf(mistakes, inputs.desired) },
  );
  throw failure;
}

async function* silent(): RunStep {}

interface LoadedForAction {
  readonly scopes: readonly Scope[];
  /** With what the rules find in the files that could be read. */
  readonly diagnostics: readonly Diagnostic[];
  readonly mistakes: readonly Diagnostic[];
  /** Why there is nothing to work with; undefined where there is. */
  readonly failure: RolekeeperError | undefined;
}

async function* readForAction(
  { inputs, log, environment }: ActionContext,
  mayBeEmpty: boolean,
): RunStep<LoadedForAction> {
  const day = today(environment.clock);
  const loaded = await loadDesired(inputs.desired, await readCatalogue(), false, day);
  const { scopes, readable, diagnostics } = mayBeEmpty ? withEmptyScopes(loaded) : loaded;
  const broken = hasErrors(diagnostics) ? [] : await brokenExpectations(scopes);
  const mistakes = [...diagnostics, ...broken];
  // A mistake in one file does not hide what the rules find in another one.
  const found = hasErrors(diagnostics) ? (await reviewFiles(readable, day, true)).diagnostics : [];
  const all = [...mistakes, ...found];
  if (all.length > 0) {
    log(renderDiagnostics(all, 'text', { command: 'plan', color: false }));
    yield { annotations: annotationsOfDiagnostics(all) };
  }
  const failure = hasErrors(all)
    ? (expectationFailure(broken) ?? invalidConfig(diagnostics, inputs.desired))
    : undefined;
  return { scopes, diagnostics: all, mistakes, failure };
}

/**
 * The scopes that the input `scopes` names; all where it names none.
 *
 * @throws RolekeeperError `invalid-config` for a folder that is no scope: its account would be left out in silence
 */
export function chosenScopes(
  scopes: readonly Scope[],
  { scopes: names, desired }: Pick<ActionContext['inputs'], 'scopes' | 'desired'>,
): readonly Scope[] {
  if (names.length === 0) return scopes;
  const unknown = names.filter((name) => !scopes.some(({ directory }) => directory === name));
  if (unknown.length === 0) return scopes.filter(({ directory }) => names.includes(directory));
  throw new RolekeeperError('invalid-config', `${desired} has no scope ${unknown.join(', ')}`, {
    hint: '`command: scopes` lists them, each by its folder from the root of the repository',
  });
}

export interface InvalidDesired {
  readonly diagnostics: readonly Diagnostic[];
  /** The folders of the scopes that have mistakes. */
  readonly directories: readonly string[];
}

function directoriesOf(diagnostics: readonly Diagnostic[], desired: string): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // A mistake of a shared file is one of the scopes that include it.
  const folders = errors.flatMap(({ location, includedAt = [] }) => {
    const files = includedAt.length > 0 ? includedAt : location === undefined ? [] : [location];
    return files.length === 0 ? [desired] : files.map(({ file }) => posix.dirname(file));
  });
  return [...new Set(folders)].sort();
}
