import { addressOf, parseAddress, type Address } from '../model/address.ts';
import type { AppliedResource, AppliedStack, DeletionPolicy, Ownership } from '../model/applied.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject, parseJson } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import type { StackRow } from '../model/stack-reader.ts';
import { kindOfType } from '../kinds/registry.ts';
import { normaliseResource } from '../kinds/normalise.ts';
import { hashOfResources, METADATA_FORMAT } from './template.ts';

/**
 * What a stack has applied, out of its last template. Of a stack whose template is not ours, or was edited outside
 * rolekeeper, nothing is: it is named and left alone.
 *
 * @param templateText the template as it was sent; undefined when the stack has none yet (REVIEW_IN_PROGRESS) or any more
 * @param prefix `stackPrefix` of the settings, which the stack's name begins with
 */
export function parseApplied(
  stack: StackRow,
  templateText: string | undefined,
  prefix: string,
): AppliedStack {
  const integration = stack.stackName.slice(prefix.length);
  const base = {
    integration,
    stackName: stack.stackName,
    stackId: stack.stackId,
    status: stack.status,
    lastUpdated: stack.lastUpdated,
    ...(stack.operations === undefined ? {} : { operations: stack.operations }),
    ...(stack.terminationProtection ? { isProtected: true as const } : {}),
    ...(stack.statusReason === undefined ? {} : { statusReason: stack.statusReason }),
  };
  const ours: Ownership = { owner: 'ours' };
  const nothing = { ...base, ownership: ours, resources: [], placeholders: [], transient: [] };
  if (templateText === undefined) return nothing;
  const template = jsonOf(templateText);
  const resources = isJsonObject(template) ? template['Resources'] : undefined;
  if (!isJsonObject(template) || !isJsonObject(resources)) {
    const why = 'was not made by rolekeeper: its template is not the JSON that rolekeeper writes';
    return { ...nothing, ownership: { owner: 'foreign', why } };
  }
  const ownership = ownershipOf(template['Metadata'], resources, integration);
  if (ownership.owner !== 'ours') return { ...nothing, ownership };
  // Its creation was rolled back: the template is there, and nothing of what it says.
  if (stack.status === 'ROLLBACK_COMPLETE') return nothing;
  const standsFor = transientBlocks(template['Metadata']);
  const applied = Object.entries({ ...resources, ...standsFor }).map(([id, block]) => {
    const item = appliedResource(id, block);
    if (typeof item === 'string' || !(id in standsFor)) return item;
    const standIn = id in resources ? appliedResource(id, resources[id] ?? null) : undefined;
    if (standIn === undefined) return { ...item, leftForRepair: true as const };
    return typeof standIn === 'string'
      ? item
      : { ...item, standIn: { block: standIn.block, resource: standIn.resource } };
  });
  return {
    ...base,
    ownership,
    resources: applied.filter((item) => typeof item !== 'string'),
    placeholders: applied.filter((item) => typeof item === 'string'),
    transient: Object.keys(standsFor).sort(),
    ...ifAny(doomedIn(template['Metadata'])),
    ...auditIn(template['Metadata']),
    ...(isJsonObject(template['Outputs']) ? { outputs: template['Outputs'] } : {}),
  };
}

const EDITED = 'was edited outside rolekeeper: its resources do not match the hash in Metadata.rolekeeper';

const UNREADABLE =
  'was edited outside rolekeeper, or an older version wrote characters beyond ASCII, which CloudFormation gives back ' +
  'as "?": its resources do not match the hash in Metadata.rolekeeper';

/**
 * Until templates were ASCII, what GetTemplate gave back could be another text than was sent
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1220). The way out of it is safe only
 * where deleting the stack leaves every resource in the account.
 */
function isPerhapsUnreadable(resources: JsonObject): boolean {
  return (
    JSON.stringify(resources).includes('?') &&
    Object.entries(resources).every(
      ([id, block]) =>
        typeof appliedResource(id, block) === 'string' ||
        (isJsonObject(block) && deletionPolicyOf(block['DeletionPolicy']) !== 'Delete'),
    )
  );
}

function ownershipOf(metadata: Json | undefined, resources: JsonObject, integration: string): Ownership {
  const foreign = (why: string): Ownership => ({ owner: 'foreign', why });
  const ours = isJsonObject(metadata) ? metadata['rolekeeper'] : undefined;
  if (!isJsonObject(ours)) {
    return foreign('was not made by rolekeeper: its template has no Metadata.rolekeeper');
  }
  if (ours['format'] !== METADATA_FORMAT) {
    const format = JSON.stringify(ours['format']);
    return foreign(`was made by another version of rolekeeper: Metadata.rolekeeper.format is ${format}`);
  }
  if (ours['integration'] !== integration) {
    return foreign(
      `belongs to the integration ${JSON.stringify(ours['integration'])}, not to ${integration}`,
    );
  }
  const transient = ours['transient'];
  const covered = transient === undefined || isJsonObject(transient) ? transient : {};
  if (ours['resources'] === hashOfResources(resources, covered)) return { owner: 'ours' };
  const isRetained = isPerhapsUnreadable(resources);
  return { owner: 'edited', why: isRetained ? UNREADABLE : EDITED, isRetained };
}

/** The blocks that stand-ins stand for, by logical id: while a repair is under way they are what counts as applied. */
function transientBlocks(metadata: Json | undefined): JsonObject {
  const ours = isJsonObject(metadata) ? metadata['rolekeeper'] : undefined;
  const blocks = isJsonObject(ours) ? ours['transient'] : undefined;
  return isJsonObject(blocks) ? blocks : {};
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function doomedIn(metadata: Json | undefined): readonly Address[] {
  const ours = isJsonObject(metadata) ? metadata['rolekeeper'] : undefined;
  const doomed = isJsonObject(ours) ? ours['doomed'] : undefined;
  return (isJsonArray(doomed) ? doomed : []).flatMap((text) => {
    const parsed = typeof text === 'string' ? parseAddress(text) : undefined;
    return parsed === undefined ? [] : [addressOf(parsed.kind, parsed.name)];
  });
}

/** A commit that is no commit id is none. */
function auditIn(metadata: Json | undefined): Pick<AppliedStack, 'audit'> {
  const ours = isJsonObject(metadata) ? metadata['rolekeeper'] : undefined;
  const record = isJsonObject(ours) ? ours['audit'] : undefined;
  if (!isJsonObject(record)) return {};
  const { commit, pullRequest, run } = record;
  return {
    audit: {
      ...(typeof commit === 'string' && COMMIT.test(commit) ? { commit } : {}),
      ...(typeof pullRequest === 'number' ? { pullRequest } : {}),
      ...(typeof run === 'string' ? { run } : {}),
    },
  };
}

function ifAny(doomed: readonly Address[]): Pick<AppliedStack, 'doomed'> {
  return doomed.length === 0 ? {} : { doomed };
}

/** The applied resource, or the logical id when the block is none of our kinds. */
/** The resource that a block of a template is; undefined of a placeholder. */
export function resourceOf(block: Json | undefined): Resource | undefined {
  const item = block === undefined ? '' : appliedResource('', block);
  return typeof item === 'string' ? undefined : item.resource;
}

function appliedResource(logicalId: string, block: Json): AppliedResource | string {
  const type = isJsonObject(block) ? block['Type'] : undefined;
  const spec = typeof type === 'string' ? kindOfType(type) : undefined;
  const properties = isJsonObject(block) ? block['Properties'] : undefined;
  if (spec === undefined || !isJsonObject(block) || !isJsonObject(properties)) return logicalId;
  return {
    logicalId,
    resource: normaliseResource(spec, properties),
    deletionPolicy: deletionPolicyOf(block['DeletionPolicy']),
    block,
  };
}

/** CloudFormation deletes where nothing is said. */
function deletionPolicyOf(value: Json | undefined): DeletionPolicy {
  return value === 'Retain' || value === 'RetainExceptOnCreate' ? value : 'Delete';
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
