import type { AppliedStack } from '../model/applied.ts';

/** Who wrote the template that a stack has now, for the run that came too late. */
export function sayWinner(stack: AppliedStack | undefined): string {
  if (stack === undefined) return 'another run or person';
  if (stack.ownership.owner !== 'ours') return 'an edit outside rolekeeper';
  const { run, commit, pullRequest } = stack.audit ?? {};
  const parts = [
    ...(run === undefined ? [] : [`the run ${run}`]),
    ...(pullRequest === undefined ? [] : [`pull request #${pullRequest}`]),
    ...(commit === undefined ? [] : [`commit ${commit}`]),
  ];
  return parts.length === 0 ? 'another run of rolekeeper' : `another run of rolekeeper: ${parts.join(', ')}`;
}
