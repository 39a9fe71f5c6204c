import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { errorAt, listOf, show } from './diagnose.ts';
import type { SourcePath } from './source-tree.ts';
import type { Suggesting } from './suggest.ts';

const TAGGED = KIND_SPECS.filter((spec) => spec.fields.some((field) => field.shape === 'tags'));
const NO_TAGS = `remove it: CloudFormation has no tags for this kind of resource, only for ${listOf(TAGGED.map((spec) => `"${spec.list}:"`))}`;
const ATTACH = `write the policy's name under ManagedPolicyArns of the role, user or group`;
const NO_WRAPPER = 'write the properties themselves, beside the name: the list says the type';

/** Keys that CloudFormation or habit suggests and that stand somewhere else, or nowhere, by list (`*`: any list). */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*': {
    Tags: NO_TAGS,
    Type: NO_WRAPPER,
    Properties: NO_WRAPPER,
    DependsOn: 'remove it: the order is worked out',
  },
  managedPolicies: { Roles: ATTACH, Users: ATTACH, Groups: ATTACH },
  groups: { PermissionsBoundary: 'remove it: a group cannot have a permissions boundary' },
  users: { LoginProfile: 'remove it: passwords are not kept in a repository' },
};

/** Why a key is not known, and which one was probably meant. */
export function explainUnknownKey(
  key: string,
  path: SourcePath,
  known: readonly string[],
  location: Location,
  suggestFew: Suggesting,
): Diagnostic {
  const list = path.length === 2 ? String(path[0]) : undefined;
  const elsewhere = list === undefined ? undefined : (ELSEWHERE[list]?.[key] ?? ELSEWHERE['*']?.[key]);
  if (elsewhere !== undefined) {
    return errorAt(location, 'unknown-key', `${show(key)} is not allowed in an item of ${list}`, elsewhere);
  }
  const near = suggestFew(key, () => known);
  const moved = near === undefined ? ownerOf(key) : undefined;
  return errorAt(
    location,
    'unknown-key',
    `the key ${show(key)} is not known here`,
    near === undefined
      ? (moved ?? (known.length === 0 ? 'remove it' : `the keys here are ${listOf(known)}`))
      : `did you mean ${show(near)}?`,
  );
}

/** Where a property of CloudFormation belongs that stands in the wrong place. */
function ownerOf(key: string): string | undefined {
  const lists = KIND_SPECS.filter(
    (spec) => spec.nameProperty === key || spec.fields.some((field) => field.property === key),
  ).map((spec) => `"${spec.list}:"`);
  return lists.length === 0 ? undefined : `it belongs into an item of ${listOf(lists)}`;
}
