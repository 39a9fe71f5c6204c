import { RunBudget } from '../access/step-budget.ts';
import type { IamUseReader } from '../model/iam-uses.ts';
import type { OnJudged } from '../model/judged-tally.ts';
import type { Plan } from '../model/plan.ts';
import type { PolicyReader } from '../model/policy-reader.ts';
import { longestTemplates } from '../apply/longest-template.ts';
import type { ReadPlan } from '../apply/ports.ts';
import { movesAnything, policiesToRead } from '../assess/access.ts';
import type { PolicyContentsByArn } from '../assess/access-sides.ts';
import type { Evidence } from '../assess/assess.ts';
import { policiesForExpectations } from '../assess/expectations.ts';
import { holdersToRead, type UsesByKey } from '../assess/shared-policy-holders.ts';
import type { LookupResults } from '../assess/lookup-results.ts';
import { readUses } from '../live/uses.ts';
import type { PlanInput } from '../plan/input.ts';
import { readCatalogue } from './read-catalogue.ts';

/** What is asked of AWS for it; without a reader nothing is. */
export interface EvidenceReaders {
  readonly policies?: PolicyReader;
  readonly uses?: IamUseReader;
}

/** What judging may cost, and what is told of each thing that is judged. */
export interface Judging {
  /** Absent: as of a run with one scope. */
  readonly budget?: RunBudget | undefined;
  readonly onJudged?: OnJudged | undefined;
}

/**
 * Reads what a plan is judged by, besides the answers to its lookups. Where nothing is to be done and nothing expected
 * nothing is read; without a reader, the contents of AWS-managed policies are not known, and the assessment says so.
 */
export async function readEvidence(
  read: ReadPlan,
  answers: LookupResults,
  readers: EvidenceReaders = {},
  { budget = RunBudget.ofScopes(1), onJudged }: Judging = {},
): Promise<Evidence> {
  const { plan, input } = read;
  const catalogue = await readCatalogue();
  const policies = [
    ...policiesForExpectations(plan, { input, catalogue, onJudged }, budget),
    ...(movesAnything(plan) ? policiesToRead(plan, input) : []),
  ];
  const [contents, uses] = await Promise.all([
    readContents([...new Set(policies)], readers.policies),
    readHolders(plan, input, readers.uses),
  ]);
  const templates = longestTemplates(read);
  return { input, answers, contents, uses, catalogue, templates, budget, onJudged };
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
