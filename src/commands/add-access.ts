import type { Plan } from '../model/plan.ts';
import type { PolicyReader } from '../model/policy-reader.ts';
import { attachAccess, policiesToRead } from '../plan/attach-access.ts';
import type { PlanInput } from '../plan/input.ts';
import { readCatalogue } from './read-catalogue.ts';

/**
 * The plan with what it gives and takes. Where nothing is to be done nothing is read; without a reader, the contents
 * of AWS-managed policies are not known, and the plan says so.
 */
export async function addAccess(plan: Plan, input: PlanInput, reader?: PolicyReader): Promise<Plan> {
  const entries = plan.integrations.flatMap((integration) => integration.entries);
  if (entries.every((entry) => entry.action === 'none')) return plan;
  const arns = reader === undefined ? [] : policiesToRead(plan, input);
  const read = await Promise.all(arns.map(async (arn) => [arn, await reader?.policy(arn)] as const));
  const contents = new Map(
    read.flatMap(([arn, policy]) => (policy === undefined ? [] : [[arn, policy] as const])),
  );
  return attachAccess(plan, input, { catalogue: await readCatalogue(), contents });
}
