import { RolekeeperError } from '../model/failure.ts';
import { problemOf, type GitHubProblem } from './github-error.ts';

/** Something could not be written on GitHub. It never hides the result: the summary and the log have everything. */
export interface PublishWarning {
  readonly code: GitHubProblem | 'contended' | 'no-comment' | 'digests-dropped' | 'summary';
  readonly message: string;
  readonly hint: string;
}

/**
 * What the attempt gives, or a warning in place of what GitHub refused.
 * @throws every error that is not GitHub's
 */
export async function orWarning<T>(
  attempt: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly warning: PublishWarning }> {
  try {
    return { value: await attempt() };
  } catch (error) {
    const code = problemOf(error) ?? 'refused';
    if (!(error instanceof RolekeeperError) || error.reason !== 'github') throw error;
    return { warning: { code, message: error.message, hint: error.hint ?? 'run the job again' } };
  }
}
