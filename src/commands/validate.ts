import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import { loadDesired } from '../desired/load.ts';
import { type LoadResult, withEmptyScopes } from '../desired/load-result.ts';
import type { JudgedExpectations } from '../model/expectation.ts';
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
import { type FileReview, forbidden, reviewFiles } from './review-plan.ts';
import { count } from '../report/say-totals.ts';
import { whileWorking, type ShownWork } from './show-work.ts';
import { today } from './today.ts';
import { layoutFor, writeReport } from './write-report.ts';

/**
 * Checks the desired state without AWS: exit code 0, or 1 after every mistake, every broken expectation and every finding
 * was printed.
 */
export async function validate(options: ValidateOptions, environment: Environment): Promise<number> {
  const { loaded, judged, reviewed } = await whileWorking(environment, (shown) =>
    judgeFiles(options.desired, environment, shown),
  );
  const { scopes } = loaded;
  const tested = judged.flatMap(({ broken }) => broken);
  const diagnostics = [...loaded.diagnostics, ...tested, ...reviewed.diagnostics];
  // Text has nothing to say of valid files, and then no report is loaded.
  if (diagnostics.length > 0 || options.format !== 'text')
    await writeDiagnostics(diagnostics, options, environment);
  // It counts what is listed, the findings of level error among it.
  if (hasErrors(loaded.diagnostics)) throw invalidConfig(diagnostics, options.desired);
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

/** What the files are, and all that is said of them without AWS. */
interface JudgedFiles {
  readonly loaded: LoadResult;
  readonly judged: readonly JudgedExpectations[];
  readonly reviewed: FileReview;
}

async function judgeFiles(
  directory: string,
  { rehearsal, clock }: Environment,
  { counting }: ShownWork,
): Promise<JudgedFiles> {
  const day = today(clock);
  const catalogue = await readCatalogue();
  const onFile = counting(sayFilesChecked);
  const loaded = withEmptyScopes(await loadDesired({ directory, catalogue, rehearsal, today: day, onFile }));
  const { scopes, reviewable, diagnostics } = loaded;
  const all = scopes.flatMap(({ integrations }) => integrations).length;
  const budgetOf = budgetPerScope(reviewable.length);
  const partial = hasErrors(diagnostics);
  const onJudged = counting(sayExpectationsJudged);
  const judged = partial ? [] : await judgeOffline(scopes, { budgetOf, onJudged });
  // A mistake in one file does not hide what the rules find in another one, nor close its alerts.
  const onIntegration = counting((done) => `${done} of ${count(all, 'integration')} judged by the rules`);
  const reviewed = await reviewFiles(reviewable, day, { partial, budgetOf, onIntegration });
  return { loaded, judged, reviewed };
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
