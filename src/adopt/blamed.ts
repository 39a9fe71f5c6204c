import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Address } from '../model/address.ts';
import type { AssessedEntry, AssessedPlan, Blocker } from '../model/assessment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { addressOfResource } from '../model/resource.ts';
import { KIND_SPECS, kindSpec } from '../kinds/registry.ts';
import type { Draft } from './desired-text.ts';
import type { Refusal } from './refusal.ts';

/** A draft as the text of a file. */
export interface DraftFile {
  readonly draft: Draft;
  /** `datadog.yaml` */
  readonly name: string;
  /** With its folder. */
  readonly file: string;
  readonly text: string;
}

/** The resources that errors of reading the files are about; of an error that names none, all of its file. */
export function misreadDrafts(
  files: readonly DraftFile[],
  errors: readonly Diagnostic[],
): readonly Refusal[] {
  return files.flatMap((file) =>
    errors
      .filter(({ location }) => location?.file === file.file)
      .flatMap(({ message, hint, location }) => {
        const at = resourceAt(file, location?.line ?? 1);
        const addresses = at === undefined ? addressesOf(file.draft) : [at];
        return addresses.map((address) => ({
          address,
          reason: `a file cannot declare it as it is: ${message}`,
          ...(hint === undefined ? {} : { hint }),
        }));
      }),
  );
}

/** The resource in whose lines an error stands. */
function resourceAt({ draft, text }: DraftFile, line: number): Address | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  for (const { list } of KIND_SPECS) {
    const items = document.get(list);
    if (!isSeq(items)) continue;
    const index = items.items.findIndex((item) => {
      const [start, , end] = isNode(item) ? (item.range ?? []) : [];
      if (start === undefined || end === undefined) return false;
      // A node ends where the next one begins.
      return lines.linePos(start).line <= line && line <= lines.linePos(Math.max(start, end - 1)).line;
    });
    const found = draft.resources.filter(({ resource }) => kindSpec(resource.kind).list === list)[index];
    if (found !== undefined) return addressOfResource(found.resource);
  }
  return undefined;
}

function addressesOf({ resources }: Draft): readonly Address[] {
  return resources.map(({ resource }) => addressOfResource(resource));
}

/** A stack that has a resource already, with its region where that is another one. */
export interface OwningStack {
  readonly stackName: string;
  readonly region?: string;
}

/** The resources whose plan is no adoption without differences. */
export function blockedDrafts(
  files: readonly DraftFile[],
  { integrations }: AssessedPlan,
  ownerOf: (address: Address) => OwningStack | undefined,
): readonly Refusal[] {
  return files.flatMap(({ draft }) => {
    const plan = integrations.find(({ integration }) => integration === draft.name);
    if (plan === undefined)
      return addressesOf(draft).map((address) => ({ address, reason: 'no plan was made for it' }));
    const entries = plan.entries.flatMap((entry) => entryRefusal(entry, ownerOf(entry.address)));
    const [first] = plan.blockers;
    if (entries.length > 0 || first === undefined) return entries;
    return addressesOf(draft).map((address) => ({ address, ...sayBlocker(first, ownerOf(address)) }));
  });
}

function entryRefusal(entry: AssessedEntry, owner: OwningStack | undefined): readonly Refusal[] {
  const { address, action, changes, unchecked, blockers } = entry;
  // That something differs is said by what differs.
  const [first] = blockers.filter(({ code }) => code !== 'unacknowledged-difference');
  if (first !== undefined) return [{ address, ...sayBlocker(first, owner) }];
  if (unchecked.length > 0) return [{ address, reason: `${unchecked.join(', ')} could not be read` }];
  if (action !== 'adopt') return [{ address, reason: `the plan would ${action} it, and not adopt it` }];
  const fields = [
    ...new Set(changes.map(({ field, member }) => (member === undefined ? field : `${field} ${member}`))),
  ];
  return fields.length === 0
    ? []
    : [{ address, reason: `its ${fields.join(', ')} cannot be written without a difference` }];
}

function sayBlocker(
  { code, message, hint }: Blocker,
  owner: OwningStack | undefined,
): Omit<Refusal, 'address'> {
  if (code !== 'foreign-owner' || owner === undefined) return { reason: message, hint };
  const { stackName, region } = owner;
  return {
    reason: message,
    hint:
      region === undefined
        ? `rolekeeper adopt --from-stack ${stackName} takes it over from there`
        : `take it out of that stack first: rolekeeper adopt --from-stack ${stackName}, in a folder for ${region}`,
  };
}
