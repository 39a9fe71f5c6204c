import type { Blocker } from '../model/assessment.ts';
import type { Finding } from '../model/finding.ts';
import type { IntegrationPlan } from '../model/plan.ts';

/**
 * A finding of level `error` blocks changes made to the integration; deleting and reverting drift it blocks not.
 */
export function findingBlockers(
  plan: IntegrationPlan,
  findings: readonly Finding[],
  file: string,
): readonly Blocker[] {
  const errors = findings.filter(({ level }) => level === 'error');
  const [first] = errors;
  if (first === undefined || !bringsAccess(plan)) return [];
  const subjects = [...new Set(errors.map(({ rule, address }) => `${rule} of ${address}`))];
  return [
    {
      code: 'findings',
      message: `the review rules forbid it: ${subjects.join(', ')}`,
      hint:
        `correct it, as each finding says, or accept it in ${file}: ` +
        `"exceptions: [{ rule: ${first.rule}, address: ${first.address}, reason: … }]"`,
    },
  ];
}

/** The declaration changes what is to be there. What only goes, or is put back, brings no access. */
function bringsAccess({ entries }: IntegrationPlan): boolean {
  return entries.some(
    ({ action, cause }) =>
      cause !== 'drift' && (action === 'create' || action === 'adopt' || action === 'update'),
  );
}
