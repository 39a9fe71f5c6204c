import type { Integration, Scope } from '../model/integration.ts';
import type { Plan } from '../model/plan.ts';
import type { PolicyReader } from '../model/policy-reader.ts';
import type { PolicyContentsByArn } from '../plan/access-sides.ts';
import { attachAccess, policiesToRead } from '../plan/attach-access.ts';
import { attachExpectations } from '../plan/attach-expectations.ts';
import { checkExpectations, policiesExpected } from '../plan/check-expectations.ts';
import type { PlanInput } from '../plan/input.ts';
import { readCatalogue } from './read-catalogue.ts';

/**
 * The plan with what it gives and takes, and with what becomes of the expectations of its integrations. Where nothing
 * is to be done and nothing expected nothing is read; without a reader, the contents of AWS-managed policies are not
 * known, and the plan says so.
 */
export async function addAccess(plan: Plan, input: PlanInput, reader?: PolicyReader): Promise<Plan> {
  const expecting = await addExpectations(plan, input, reader);
  const entries = plan.integrations.flatMap((integration) => integration.entries);
  if (entries.every((entry) => entry.action === 'none')) return expecting;
  const contents = await readContents(policiesToRead(plan, input), reader);
  return attachAccess(expecting, input, { catalogue: await readCatalogue(), contents });
}

/** Judges by the files alone first: most need nothing else. */
async function addExpectations(plan: Plan, input: PlanInput, reader?: PolicyReader): Promise<Plan> {
  const names = new Set(plan.integrations.map(({ integration }) => integration));
  const scope = expectingOnly(input.scope, names);
  if (scope.integrations.every((one) => one.expectations === undefined)) return plan;
  const catalogue = await readCatalogue();
  const offline = checkExpectations(scope, catalogue);
  const contents = await readContents(policiesExpected(offline), reader);
  return attachExpectations(
    plan,
    contents.size === 0 ? offline : checkExpectations(scope, catalogue, contents),
  );
}

/** Everything that is declared, and the expectations of some integrations. */
function expectingOnly(scope: Scope, names: ReadonlySet<string>): Scope {
  const integrations = scope.integrations.map((integration): Integration => {
    const { expectations: _, ...rest } = integration;
    return names.has(integration.name) ? integration : rest;
  });
  return { ...scope, integrations };
}

async function readContents(
  arns: readonly string[],
  reader: PolicyReader | undefined,
): Promise<PolicyContentsByArn> {
  if (reader === undefined) return new Map();
  const read = await Promise.all(arns.map(async (arn) => [arn, await reader.policy(arn)] as const));
  return new Map(read.flatMap(([arn, policy]) => (policy === undefined ? [] : [[arn, policy] as const])));
}
