import { createHash } from 'node:crypto';
import { addressKey, addressOf, type Kind } from '../model/address.ts';
import type { Resource } from '../model/resource.ts';
import { kindSpec } from '../kinds/registry.ts';

/** The logical id that a resource keeps for life: its kind, its name's letters and digits, and 8 hex of its address. */
export function logicalIdOf({ kind, name }: Pick<Resource, 'kind' | 'name'>): string {
  const key = `${kind}/${name}`;
  const known = KNOWN.get(key);
  if (known !== undefined) return known;
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  const id = madeOf(kind, name);
  KNOWN.set(key, id);
  return id;
}

/** It is asked for of each pair of resources that name one another. */
const KNOWN = new Map<string, string>();
const MOST_KNOWN = 20_000;

function madeOf(kind: Kind, name: string): string {
  const hash = createHash('sha256')
    .update(addressKey(addressOf(kind, name)), 'utf8')
    .digest('hex');
  // CloudFormation takes 255 characters, and a URL may have as many; IAM names are shorter.
  const letters = name.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 200);
  return `${typeName(kind)}${letters}${hash.slice(0, 8)}`;
}

/** `AWS::IAM::InstanceProfile` → `InstanceProfile` */
function typeName(kind: Kind): string {
  return kindSpec(kind).cloudFormationType.split('::').at(-1) ?? kind;
}
