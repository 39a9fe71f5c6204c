import type { EntityKind } from './store.ts';

/** How the actions on one kind of entity are called, and its limits. */
export interface EntityNaming {
  readonly kind: EntityKind;
  /** `PutRolePolicy`, `RoleName`. */
  readonly word: 'Role' | 'User' | 'Group';
  /** Non-whitespace characters of all inline policies together. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  readonly inlineQuota: number;
}

const entityNamings: readonly EntityNaming[] = [
  { kind: 'role', word: 'Role', inlineQuota: 10_240 },
  { kind: 'user', word: 'User', inlineQuota: 2048 },
  { kind: 'group', word: 'Group', inlineQuota: 5120 },
];

export function namingOf(kind: EntityKind): EntityNaming {
  const found = entityNamings.find((naming) => naming.kind === kind);
  if (found === undefined) throw new Error(`no naming for ${kind}`);
  return found;
}

/** One set of handlers for each kind of entity, e.g. for `PutRolePolicy`, `PutUserPolicy` and `PutGroupPolicy`. */
export function forEachKind<T>(
  handlers: (naming: EntityNaming) => Record<string, T>,
  kinds: readonly EntityKind[] = ['role', 'user', 'group'],
): Record<string, T> {
  return Object.fromEntries(kinds.flatMap((kind) => Object.entries(handlers(namingOf(kind)))));
}
