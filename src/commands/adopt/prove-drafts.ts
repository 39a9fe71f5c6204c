import { posix } from 'node:path';
import { addressKey, type Address } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Finding, RuleException } from '../../model/finding.ts';
import type { Scope } from '../../model/integration.ts';
import type { LiveResource } from '../../model/live.ts';
import { addressOfResource } from '../../model/resource.ts';
import { draftText, type Draft } from '../../adopt/desired-text.ts';
import { draftsOf, withCompanions } from '../../adopt/group-drafts.ts';
import { blockedDrafts, misreadDrafts, type DraftFile, type OwningStack } from '../../adopt/blamed.ts';
import { refusalOf, type Refusal } from '../../adopt/refusal.ts';
import { keyOfQuestion, type LookupResults } from '../../assess/lookup-results.ts';
import { parseScope } from '../../desired/parse-scope.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import type { PlanInput } from '../../plan/input.ts';
import { reviewScope } from '../../rules/review.ts';
import { readEvidence } from '../read-evidence.ts';
import { judgedReading, type AssessedReading } from '../read-plan.ts';
import { runLookups } from '../run-lookups.ts';
import { type AccountReading, checkingOf } from './account-reading.ts';

/** Files whose plan was made and is an adoption without any difference, and what was left out of them. */
export interface ProvenDrafts {
  readonly files: readonly DraftFile[];
  readonly refused: readonly Refusal[];
}

/** An exception that was written for what is live ends by itself: then it is decided on, or it blocks. */
const EXCEPTION_DAYS = 90;

/**
 * Drafts of files for live resources, tried on the account as it was read until their plan adopts everything in them and
 * changes nothing. What stands in the way of that is left out, with the reason, and the rest is tried again.
 */
export async function proveDrafts(
  asked: readonly LiveResource[],
  reading: AccountReading,
): Promise<ProvenDrafts> {
  const { folder, live, neighbourhood, context, applied } = reading;
  const refused = new Map<string, Refusal>();
  const refuse = (refusals: readonly Refusal[]): void => {
    for (const one of refusals) refused.set(addressKey(one.address), one);
  };
  const taken = [
    ...folder.scope.integrations.map(({ name }) => name),
    ...(applied.known ? applied.stacks.map(({ integration }) => integration) : []),
  ];
  let exceptions: readonly RuleException[] = [];
  let answers: LookupResults | undefined;
  for (;;) {
    const isLeft = ({ resource }: LiveResource): boolean =>
      !refused.has(addressKey(addressOfResource(resource)));
    const wanted = withCompanions(asked.filter(isLeft), live).filter(isLeft);
    const unfit = wanted.flatMap((one) => refusalOf(one, folder.scope) ?? []);
    if (unfit.length > 0) {
      refuse(unfit);
      continue;
    }
    const files = draftsOf(wanted, live, neighbourhood, context, taken).map((draft) =>
      fileOf({ ...draft, exceptions: exceptions.filter(({ address }) => has(draft, address)) }, reading),
    );
    if (files.length === 0) return { files, refused: [...refused.values()] };
    const parsed = parseFiles(files, reading);
    const misread = misreadDrafts(files, parsed.errors);
    if (misread.length > 0) {
      refuse(misread);
      continue;
    }
    if (parsed.scope === undefined)
      throw new Error(
        `the files that adopt drafted cannot be read back: ${String(parsed.errors[0]?.message)}`,
      );
    const input = planInput(parsed.scope, files, reading);
    answers ??= await runLookups(input, reading.session);
    const judged = await judge(input, answers, reading);
    const found = [...forbiddenIn(judged, files), ...forbiddenOffline(parsed.scope, files, reading)];
    const missing = found.filter(
      (one, index) =>
        !exceptions.some((other) => isSame(one, other)) &&
        found.findIndex((other) => isSame(one, other)) === index,
    );
    if (missing.length > 0) {
      exceptions = [...exceptions, ...missing.map((one) => exceptionOf(one, folder.day))];
      continue;
    }
    const known = answers;
    const blocked = blockedDrafts(files, judged.assessed, (address) => ownerIn(known, address));
    if (blocked.length === 0) return { files, refused: [...refused.values()] };
    refuse(blocked);
  }
}

function ownerIn(answers: LookupResults, address: Address): OwningStack | undefined {
  const found = answers[keyOfQuestion({ question: 'owner', address })];
  if (found?.answer !== 'owner' || found.stackName === undefined) return undefined;
  const { stackName, region } = found;
  return { stackName, ...(region === undefined ? {} : { region }) };
}

function has({ resources }: Draft, address: Address): boolean {
  return resources.some(({ resource }) => addressKey(addressOfResource(resource)) === addressKey(address));
}

function fileOf(draft: Draft, { folder, context }: AccountReading): DraftFile {
  const name = `${draft.name}.yaml`;
  return { draft, name, file: posix.join(folder.directory, name), text: draftText(draft, context) };
}

/** All files of the folder with the new ones, as they will be read. */
function parseFiles(
  files: readonly DraftFile[],
  { folder }: AccountReading,
): { readonly scope?: Scope; readonly errors: readonly Diagnostic[] } {
  const replaced = new Set(files.map(({ name }) => name));
  const all = [
    ...folder.files.filter(({ name }) => !replaced.has(name)),
    ...files.map(({ file, name, text }) => ({ file, name, text })),
  ];
  const { scope, diagnostics } = parseScope({
    ...checkingOf(folder),
    directory: folder.directory,
    files: all,
  });
  return {
    ...(scope === undefined ? {} : { scope }),
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
  };
}

export function planInput(
  scope: Scope,
  files: readonly { readonly draft: { readonly name: string } }[],
  { live, applied, session, folder }: AccountReading,
): PlanInput {
  const endpoint = session.endpoint();
  return {
    scope,
    applied,
    live,
    source: { kind: 'iam', endpoint },
    only: files.map(({ draft }) => draft.name),
    today: folder.day,
    ownArns: session.ownArns,
    catalogue: folder.catalogue,
  };
}

async function judge(
  input: PlanInput,
  answers: LookupResults,
  { session }: AccountReading,
): Promise<AssessedReading> {
  const read = { plan: buildPlan(input), input };
  return judgedReading(read, await readEvidence(read, answers, session));
}

type Forbidden = Pick<Finding, 'rule' | 'address'>;

/** What the rules do not let pass: with what was read of AWS's own policies, and without, as `validate` does it. */
function forbiddenIn({ assessed }: AssessedReading, files: readonly DraftFile[]): readonly Forbidden[] {
  const names = new Set(files.map(({ draft }) => draft.name));
  return assessed.integrations
    .filter(({ integration }) => names.has(integration))
    .flatMap(({ findings = [] }) => findings.filter(({ level }) => level === 'error'));
}

function forbiddenOffline(
  scope: Scope,
  files: readonly DraftFile[],
  { folder }: AccountReading,
): readonly Forbidden[] {
  const reviews = reviewScope({ scope, catalogue: folder.catalogue, today: folder.day });
  return files.flatMap(({ draft }) =>
    (reviews.get(draft.name)?.findings ?? []).filter(({ level }) => level === 'error'),
  );
}

function isSame(one: Forbidden, other: Forbidden): boolean {
  return one.rule === other.rule && addressKey(one.address) === addressKey(other.address);
}

function exceptionOf({ rule, address }: Forbidden, day: string): RuleException {
  const until = new Date(Date.parse(day) + EXCEPTION_DAYS * 86_400_000).toISOString().slice(0, 10);
  return {
    rule,
    address,
    reason: 'the account had it when it was adopted; decide whether it stays',
    until,
  };
}
