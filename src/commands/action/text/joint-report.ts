import type { Scope } from '../../../model/integration.ts';
import { codeSpan } from '../../../report/escape-markdown.ts';
import type { FailedScope } from '../../../report/many-scopes.ts';
import { renderScopes } from '../../../report/registry.ts';
import type { Render } from '../../../review/comment-body.ts';
import { includedBy } from '../../load-scopes.ts';
import { type GitHubRun, runUrlOf } from '../context.ts';
import type { ManyPlans, PlannedScope } from '../plan-file.ts';
import { commitLink, runLink } from './plan-text.ts';

export interface JointReport {
  /** All that the check-out declares. */
  readonly scopes: readonly Scope[];
  /** What is planned. */
  readonly commit: string;
  /** Folders that the change must not take away. */
  readonly vanished?: readonly FailedScope[];
}

/** The plans of several scopes as one report, with what is the same in several of them once: for the comment and the summary. */
export function jointReport(
  { planned, failed }: ManyPlans,
  { scopes, commit, vanished = [] }: JointReport,
  run: GitHubRun,
): Render {
  const reports = planned.map(({ directory, plan, cautions, notes }) => {
    const scope = scopes.find((one) => one.directory === directory);
    const parameters = scope === undefined ? new Map() : includedBy(scope).parameters;
    return { directory, plan, cautions, notes, parameters };
  });
  const options = {
    command: 'plan',
    fullReport: runUrlOf(run),
    footer: [commitLink(run, commit), runLink(run), ...lastChecks(planned)],
  } as const;
  return (limit) => renderScopes(reports, [...vanished, ...failed], { ...options, limit });
}

/** Of very many scopes the first: each has an issue of its own, and the others are told from the list of issues. */
const MOST_CHECKS = 5;

/** When drift was checked last in each of the scopes; once where it is the same in all. */
function lastChecks(planned: readonly PlannedScope[]): readonly string[] {
  const said = planned.flatMap(({ directory, checked }) =>
    checked === undefined ? [] : [{ directory, checked }],
  );
  const [first] = said;
  if (first !== undefined && said.every(({ checked }) => checked === first.checked)) return [first.checked];
  const shown = said
    .slice(0, MOST_CHECKS)
    .map(({ directory, checked }) => `${codeSpan(directory)}: ${checked}`);
  const rest = said.length - shown.length;
  return rest === 0 ? shown : [...shown, `and of ${rest} more folders in their issues`];
}
