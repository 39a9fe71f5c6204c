import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import { loadDesired, withEmptyScopes } from '../desired/load.ts';
import { fitLines } from '../report/lay-out-text.ts';
import { visibleText } from '../report/escape-terminal.ts';
import { sayUndecided } from '../report/say-expectations.ts';
import { AS_IT_IS } from '../report/say-statement.ts';
import {
  budgetPerScope,
  expectationFailure,
  judgeOffline,
  sayExpectationsJudged,
} from './check-scope-expectations.ts';
import type { Environment } from './environment.ts';
import { invalidConfig, sayFilesChecked } from './load-scopes.ts';
import { declaresNothing, sayFirstStep } from './new-scope.ts';
import type { ValidateOptions } from './options.ts';
import { readCatalogue } from './read-catalogue.ts';
import { forbidden, reviewFiles } from './review-plan.ts';
import { count } from '../report/say-totals.ts';
import { showWork } from './show-work.ts';
import { today } from './today.ts';
import { layoutFor, writeReport } from './write-report.ts';

/**
 * Checks the desired state without AWS: exit code 0, or 1 after every mistake, every broken expectation and every finding
 * was printed.
 */
export async function validate(options: ValidateOptions, environment: Environment): Promise<number> {
  const work = await showWork(environment);
  const loaded = withEmptyScopes(
    await loadDesired({
      directory: options.desired,
      catalogue: await readCatalogue(),
      rehearsal: environment.rehearsal,
      today: today(environment.clock),
      onFile: work.counting(sayFilesChecked),
    }),
  );
  const { scopes } = loaded;
  const all = scopes.flatMap(({ integrations }) => integrations).length;
  const budgetOf = budgetPerScope(loaded.reviewable.length);
  const onJudged = work.counting(sayExpectationsJudged);
  const judged = hasErrors(loaded.diagnostics) ? [] : await judgeOffline(scopes, { budgetOf, onJudged });
  const tested = judged.flatMap(({ broken }) => broken);
  // A mistake in one file does not hide what the rules find in another one, nor close its alerts.
  const reviewed = await reviewFiles(loaded.reviewable, today(environment.clock), {
    partial: hasErrors(loaded.diagnostics),
    budgetOf,
    onIntegration: work.counting((judged) => `${judged} of ${count(all, 'integration')} judged by the rules`),
  });
  work.end();
  const diagnostics = [...loaded.diagnostics, ...tested, ...reviewed.diagnostics];
  // Text has nothing to say of valid files, and then no report is loaded.
  if (diagnostics.length > 0 || options.format !== 'text')
    await writeDiagnostics(diagnostics, options, environment);
  if (hasErrors(loaded.diagnostics)) throw invalidConfig(loaded.diagnostics, options.desired);
  const failure = expectationFailure(tested) ?? forbidden(reviewed.findings);
  if (failure !== undefined) throw failure;
  const say = (line: string): void => {
    environment.err(`${fitLines(line, environment.errWidth)}\n`);
  };
  const undecided = sayUndecided(judged, AS_IT_IS);
  if (undecided !== '') say(`${visibleText(undecided)}; rolekeeper plan reads them and decides`);
  for (const scope of scopes.filter(declaresNothing)) say(sayFirstStep(scope));
  const integrations = scopes.flatMap((scope) => scope.integrations);
  const resources = integrations.flatMap((integration) => integration.resources);
  say(
    `${options.desired} is valid: ${count(integrations.length, 'integration')}, ${count(resources.length, 'resource')}`,
  );
  return 0;
}

async function writeDiagnostics(
  diagnostics: readonly Diagnostic[],
  { format, out }: ValidateOptions,
  environment: Environment,
): Promise<void> {
  const { isDocument, renderDiagnostics } = await import('../report/registry.ts');
  if (diagnostics.length === 0 && !isDocument(format)) return;
  const report = renderDiagnostics(diagnostics, format, { command: 'plan', ...layoutFor(environment, out) });
  await writeReport(report, out, environment);
}
