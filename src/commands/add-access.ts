import type { Integration, Scope } from '../model/integration.ts';
import type { Plan } from '../model/plan.ts';
import type { IamUseReader } from '../model/iam-uses.ts';
import type { PolicyReader } from '../model/policy-reader.ts';
import type { PolicyContentsByArn } from '../plan/access-sides.ts';
import { readUses } from '../live/uses.ts';
import { attachAccess, policiesToRead } from '../plan/attach-access.ts';
import { holdersToRead, type UsesByKey } from '../plan/attach-holders.ts';
import { attachExpectations } from '../plan/attach-expectations.ts';
import { checkExpectations, policiesExpected } from '../plan/check-expectations.ts';
import type { PlanInput } from '../plan/input.ts';
import { readCatalogue } from './read-catalogue.ts';

/** What is asked of AWS for it; without a reader nothing is. */
export interface AccessReaders {
  readonly policies?: PolicyReader;
  readonly uses?: IamUseReader;
}

/**
 * The plan with what it gives and takes, and with what becomes of the expectations of its integrations. Where nothing
 * is to be done and nothing expected nothing is read; without a reader, the contents of AWS-managed policies are not
 * known, and the plan says so.
 */
export async function addAccess(plan: Plan, input: PlanInput, readers: AccessReaders = {}): Promise<Plan> {
  const expecting = await addExpectations(plan, input, readers.policies);
  const entries = plan.integrations.flatMap((integration) => integration.entries);
  if (entries.every(({ action, changes }) => action === 'none' && changes.length === 0)) return expecting;
  const [contents, uses] = await Promise.all([
    readContents(policiesToRead(plan, input), readers.policies),
    readHolders(plan, input, readers.uses),
  ]);
  return attachAccess(expecting, input, { catalogue: await readCatalogue(), contents, uses });
}

/** Judges by the files alone first: most need nothing else. */
async function addExpectations(
  plan: Plan,
  input: PlanInput,
  reader: PolicyReader | undefined,
): Promise<Plan> {
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

/** Who has what changes; a denial leaves it open. */
async function readHolders(
  plan: Plan,
  input: PlanInput,
  reader: IamUseReader | undefined,
): Promise<UsesByKey> {
  if (reader === undefined) return new Map();
  const wanted = holdersToRead(plan, input);
  const read = await readUses(reader, wanted);
  return new Map(
    wanted.flatMap(({ key }, index) => {
      const answer = read[index];
      return answer?.result === 'uses' ? [[key, answer.uses] as const] : [];
    }),
  );
}

async function readContents(
  arns: readonly string[],
  reader: PolicyReader | undefined,
): Promise<PolicyContentsByArn> {
  if (reader === undefined) return new Map();
  const read = await Promise.all(arns.map(async (arn) => [arn, await reader.policy(arn)] as const));
  return new Map(read.flatMap(([arn, policy]) => (policy === undefined ? [] : [[arn, policy] as const])));
}
