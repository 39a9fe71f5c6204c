import type { Annotation } from '../../../github/annotations.ts';
import type { IntegrationOutcome } from '../../../model/apply-result.ts';
import { type AssessedPlan, findingsIn } from '../../../model/assessment.ts';
import type { Diagnostic, Location } from '../../../model/diagnostic.ts';
import { sayFailed } from '../../../report/apply-result.ts';
import { visibleText } from '../../../report/escape-terminal.ts';
import { sayIncluded } from '../../../report/text-diagnostics.ts';

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

/** What was not applied, or not for certain. */
export function annotationsOfOutcomes(outcomes: readonly IntegrationOutcome[]): readonly Annotation[] {
  return outcomes.flatMap((outcome) =>
    outcome.outcome === 'failed'
      ? [
          annotation(
            'error',
            `rolekeeper: ${outcome.integration} ${sayFailed(outcome)} (${outcome.reason})`,
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
