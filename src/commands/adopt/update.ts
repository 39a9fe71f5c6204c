import { addressKey, type Address } from '../../model/address.ts';
import type { Integration, Scope } from '../../model/integration.ts';
import { canonicalJson, plainJson } from '../../model/json.ts';
import { addressOfResource } from '../../model/resource.ts';
import type { Plan, PlanEntry } from '../../model/plan.ts';
import type { Refusal } from '../../adopt/refusal.ts';
import { undecodedIn } from '../../kinds/undecoded.ts';
import { policiesByArn } from '../../adopt/written-resource.ts';
import { updatedFile } from '../../adopt/update-draft.ts';
import { parseScope, type ScopeFile } from '../../desired/parse-scope.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import { policyContextOf } from '../../plan/input.ts';
import { type AccountReading, checkingOf } from './account-reading.ts';
import { planInput } from './prove-drafts.ts';
import { notThere } from './select.ts';
import type { ChangedFile } from './write-files.ts';

/** Files with what was edited in the account, and what could not be taken over. */
export interface Updated {
  readonly files: readonly ChangedFile[];
  readonly updated: readonly Address[];
  readonly refused: readonly Refusal[];
}

/**
 * What was edited in the account, taken over into the files that declare it. Each edit is read back: afterwards the
 * resource has no difference, and nothing else of its file says anything else.
 */
export function updateFiles(addresses: readonly Address[], reading: AccountReading): Updated {
  const { folder } = reading;
  let scope = folder.scope;
  let files = folder.files;
  const updated: Address[] = [];
  const refused: Refusal[] = [];
  for (const address of addresses) {
    const outcome = updateOne(address, scope, files, reading);
    if ('reason' in outcome) refused.push({ address, ...outcome });
    else if (outcome.files === files)
      refused.push({ address, reason: 'its file already declares what is live' });
    else {
      ({ scope, files } = outcome);
      updated.push(address);
    }
  }
  const before = new Map(folder.files.map(({ file, text }) => [file, text]));
  const changed = files.flatMap(({ file, text }): readonly ChangedFile[] => {
    const old = before.get(file);
    return old === undefined || old === text ? [] : [{ file, text, before: old }];
  });
  return { files: changed, updated, refused };
}

type Outcome =
  | { readonly scope: Scope; readonly files: readonly ScopeFile[] }
  | { readonly reason: string; readonly hint?: string };

function updateOne(
  address: Address,
  scope: Scope,
  files: readonly ScopeFile[],
  reading: AccountReading,
): Outcome {
  const integration = scope.integrations.find((one) => declares(one, address));
  if (integration === undefined)
    return {
      reason: 'no file declares it',
      hint: `without --update, rolekeeper adopt ${address} writes a new file`,
    };
  const { live, context } = reading;
  const found = live.found.find(
    ({ resource }) => addressKey(addressOfResource(resource)) === addressKey(address),
  );
  if (found === undefined) {
    const { reason, hint } = notThere(address, reading);
    return { reason, ...(hint === undefined ? {} : { hint }) };
  }
  const [unclear] = undecodedIn(found.resource);
  if (unclear !== undefined) return { reason: `${unclear.what} is not a JSON object` };
  const entry = entryOf(planOf(scope, integration, reading), address);
  if (entry === undefined || entry.unchecked.length > 0) return { reason: 'it was not read completely' };
  if (entry.changes.length === 0) return { scope, files };
  const file = files.find((one) => one.file === integration.file);
  const siblings = live.found.filter(({ resource }) => declares(integration, addressOfResource(resource)));
  const text =
    file === undefined
      ? undefined
      : updatedFile({
          text: file.text,
          entry,
          live: found,
          policies: new Map([...policiesByArn(siblings)].map(([arn, name]) => [name, arn])),
          context,
          policyContext: policyContextOf({ scope, live }),
        });
  const byHand = {
    reason: 'its file is not in a form that can be edited line by line',
    hint: `write ${[...new Set(entry.changes.map(({ field }) => field))].join(', ')} by hand`,
  };
  if (file === undefined || text === undefined) return byHand;
  const replaced = files.map((one) => (one === file ? { ...file, text } : one));
  const { directory } = reading.folder;
  const parsed = parseScope({ ...checkingOf(reading.folder), directory, files: replaced }).scope;
  const after = parsed?.integrations.find(({ name }) => name === integration.name);
  if (parsed === undefined || after === undefined || !sameButFor(address, integration, after)) return byHand;
  const proof = entryOf(planOf(parsed, after, reading), address);
  return proof?.changes.length === 0 ? { scope: parsed, files: replaced } : byHand;
}

function planOf(scope: Scope, { name }: Integration, reading: AccountReading): Plan {
  return buildPlan(planInput(scope, [{ draft: { name } }], reading));
}

function entryOf({ integrations }: Plan, address: Address): PlanEntry | undefined {
  return integrations
    .flatMap(({ entries }) => entries)
    .find((one) => addressKey(one.address) === addressKey(address));
}

function declares({ resources }: Integration, address: Address): boolean {
  return resources.some(({ resource }) => addressKey(addressOfResource(resource)) === addressKey(address));
}

/** Whether two readings of a file say the same of everything but one resource, wherever it stands. */
function sameButFor(address: Address, before: Integration, after: Integration): boolean {
  const said = (integration: Integration): string => {
    const { resources, acknowledgedAt: _, datesAt: _dates, ...rest } = integration;
    const others = resources
      .map(({ resource }) => resource)
      .filter((one) => addressKey(addressOfResource(one)) !== addressKey(address));
    return canonicalJson(plainJson({ ...rest, expectations: (rest.expectations ?? []).length, others }));
  };
  return said(before) === said(after);
}
