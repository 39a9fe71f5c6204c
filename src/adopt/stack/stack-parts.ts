import type { Address } from '../../model/address.ts';
import type { Live, LiveResource } from '../../model/live.ts';
import { addressOfResource } from '../../model/resource.ts';
import type { StackResourceRow } from '../../model/stack-reader.ts';
import { PART_TYPES } from '../../kinds/part-types.ts';
import { isPhysicalIdOf, kindOfType, kindSpec } from '../../kinds/registry.ts';
import { namedBy, type LiteralsOf } from './stack-template.ts';

/** A stack taken apart: what of it is IAM that a file can declare, and what stays. */
export interface StackParts {
  /** With the live resource that each is. */
  readonly adopted: readonly (StackResourceRow & { readonly live: LiveResource })[];
  /** Policies and memberships that are resources of their own in the template and parts of those in a file. */
  readonly folded: readonly StackResourceRow[];
  readonly staying: readonly StackResourceRow[];
  /** What the stack has and IAM does not. */
  readonly gone: readonly StackResourceRow[];
  /** Why it cannot be taken apart. */
  readonly trouble: readonly string[];
}

export function stackParts(rows: readonly StackResourceRow[], template: string, { found }: Live): StackParts {
  const adopted: (StackResourceRow & { readonly live: LiveResource })[] = [];
  const others: StackResourceRow[] = [];
  const gone: StackResourceRow[] = [];
  for (const row of rows) {
    const kind = kindOfType(row.resourceType)?.kind;
    if (kind === undefined) {
      others.push(row);
      continue;
    }
    const live = found.find(
      ({ resource }) => resource.kind === kind && isPhysicalIdOf(kind, resource.name, row.physicalId),
    );
    if (live === undefined) gone.push(row);
    else adopted.push({ ...row, live });
  }
  const known = new Set(adopted.flatMap(({ logicalId, live }) => [logicalId, live.resource.name]));
  const trouble: string[] = [];
  const folded = others.filter(({ logicalId, resourceType }) => {
    const holders = PART_TYPES.get(resourceType);
    if (holders === undefined) return false;
    const named = holders.flatMap(({ property }) => namedBy(template, logicalId, property)).filter(isName);
    const inside = named.filter((name) => known.has(name));
    if (inside.length > 0 && inside.length < named.length) {
      const strange = named.filter((name) => !known.has(name));
      trouble.push(
        `${logicalId} is for ${inside.join(', ')} and for ${strange.join(', ')}, which is not in this stack`,
      );
    }
    return inside.length > 0;
  });
  return { adopted, folded, staying: others.filter((row) => !folded.includes(row)), gone, trouble };
}

/** Not the words of intrinsic functions. */
function isName(text: string): boolean {
  return text !== 'Arn' && text !== 'Ref' && !text.startsWith('Fn::');
}

/** What stands for each resource that leaves the template. */
export function literalsOf({ adopted, folded }: StackParts): ReadonlyMap<string, LiteralsOf> {
  return new Map([
    ...adopted.map(({ logicalId, physicalId, live }): [string, LiteralsOf] => [
      logicalId,
      { ref: physicalId, attributes: { Arn: live.arn, PolicyArn: live.arn, [idOf(live)]: live.id } },
    ]),
    ...folded.map(({ logicalId, physicalId }): [string, LiteralsOf] => [
      logicalId,
      { ref: physicalId, attributes: { Id: physicalId } },
    ]),
  ]);
}

/** `RoleId`, `PolicyId` */
function idOf({ resource: { kind } }: LiveResource): string {
  const type = kindSpec(kind).arnType;
  return `${type.slice(0, 1).toUpperCase()}${type.slice(1)}Id`;
}

export function addressesOf({ adopted }: StackParts): readonly Address[] {
  return adopted.map(({ live }) => addressOfResource(live.resource));
}
