import { alertBlock, codeSpan, prose, sayRemedy } from '../../report/escape-markdown.ts';
import { renderDiagnostics } from '../../report/registry.ts';
import { commentStoreOf } from '../../github/comment-store.ts';
import { publishPlan } from '../../github/plan-comment.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { VERSION } from '../version.ts';
import type { ActionContext } from './action-context.ts';
import type { PullRequestTask } from './event.ts';
import { commitLink, runLink } from './plan-text.ts';
import { partOfComment, type RunFailure, type RunStep } from './run-outcome.ts';

export interface FailedPlan {
  readonly task: PullRequestTask;
  /** The folders of the scopes that there is no plan for. */
  readonly directories: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Says in the pull request's comment that there is no plan, and why: what stood there before is out of date. */
export async function* commentFailure(
  failure: RunFailure,
  { task, directories, diagnostics }: FailedPlan,
  { connection, inputs, run }: ActionContext,
): RunStep {
  if (connection === undefined || inputs.comment === 'never') return;
  for (const scope of directories) {
    const outcome = await publishPlan(commentStoreOf(connection, task.number), {
      scope,
      run: run.run,
      head: task.head,
      base: task.base,
      tool: VERSION,
      digests: [],
      plan: (limit) => {
        const head = [
          `## IAM plan failed: ${codeSpan(failure.reason ?? 'failed')}`,
          alertBlock('CAUTION', [`**There is no plan for this commit:** ${prose(failure.message)}`]),
          ...(failure.hint === undefined ? [] : [sayRemedy(failure)]),
        ].join('\n\n');
        const foot = `<sub>${commitLink(run, task.head)} · ${runLink(run)}</sub>\n`;
        const room = limit - head.length - foot.length - 4;
        const own = diagnostics.filter(
          ({ location }) => location === undefined || location.file.startsWith(scope),
        );
        const list = renderDiagnostics(own, 'markdown', { command: 'plan', color: false, limit: room });
        return [head, ...(list === '' ? [] : [list.trimEnd()]), foot].join('\n\n');
      },
    });
    yield partOfComment(outcome);
  }
}
