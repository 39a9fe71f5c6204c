import type { AccessDelta } from '../model/access.ts';
import { addressKey, type Address } from '../model/address.ts';
import type { Blocker } from '../model/assessment.ts';
import type { Finding } from '../model/finding.ts';
import type { IntegrationPlan } from '../model/plan.ts';
import { LONGEST_BODY } from '../cloudformation/template.ts';
import type { PlanAccess } from './access.ts';

/** Blocks every integration that deletes, when the plan as a whole deletes more than `maxDeletes` resources. */
export function deletionLimit(
  plans: readonly IntegrationPlan[],
  maxDeletes: number,
): (plan: IntegrationPlan) => readonly Blocker[] {
  const total = plans.reduce((sum, plan) => sum + deletionsIn(plan), 0);
  if (total <= maxDeletes) return () => [];
  const blocker: Blocker = {
    code: 'too-many-deletions',
    message: `the plan deletes ${total} resources; maxDeletes is ${maxDeletes}`,
    hint: `delete in smaller steps, or raise "maxDeletes" in rolekeeper.yaml first: what counts is the value of the base branch`,
  };
  return (plan) => (deletionsIn(plan) === 0 ? [] : [blocker]);
}

function deletionsIn({ entries }: IntegrationPlan): number {
  return entries.filter(({ action }) => action === 'delete').length;
}

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

/** The longest template that an apply would send for one integration. */
export interface TemplateSize {
  readonly bytes: number;
  /** Declared resources. */
  readonly resources: number;
}

/** A blocker where a template is longer than CloudFormation takes. */
export function templateBlockers(stackName: string, size: TemplateSize | undefined): readonly Blocker[] {
  if (size === undefined || size.bytes <= LONGEST_BODY) return [];
  const files = Math.max(2, Math.ceil(size.bytes / LONGEST_BODY));
  return [
    {
      code: 'template-too-large',
      message:
        `the template of ${stackName} has ${size.bytes} bytes, for ${size.resources} resources; ` +
        `CloudFormation takes ${LONGEST_BODY} at most`,
      hint:
        `split the integration into ${files} or more files, by purpose; what is managed already moves in ` +
        'two pull requests: first "release:" it here, then declare it in the other file, which adopts it',
    },
  ];
}

/**
 * A new privilege that cannot be told exactly is not applied: a review of it would be a review of a guess. It blocks
 * the integration of the principal, and those whose managed policies or groups it is gained by.
 */
export function tooComplexBlockers({
  access,
  movedBy,
}: PlanAccess): (plan: IntegrationPlan) => readonly Blocker[] {
  const gaining = [...access]
    .filter(([, delta]) => gainsTooMuch(delta))
    .map(([entry]) => ({ entry, by: [entry, ...(movedBy.get(entry) ?? [])].map(keyOf) }));
  return ({ entries, observed }) => {
    if (observed || gaining.length === 0) return [];
    const own = new Set(entries.map(keyOf));
    return gaining
      .filter(({ by }) => by.some((key) => own.has(key)))
      .map(({ entry: { address } }) => ({
        code: 'access-too-complex',
        message: `the policies of ${address} are too complex to compare exactly: what it gains cannot be told`,
        hint: 'write fewer patterns with several wildcards, and fewer denials of them',
      }));
  };
}

function keyOf({ address }: { readonly address: Address }): string {
  return addressKey(address);
}

function gainsTooMuch(access: AccessDelta): boolean {
  return [access, access.trust].some((delta) => delta?.tooComplex?.includes('gains') === true);
}
