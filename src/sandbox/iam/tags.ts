import { invalidInput, limitExceeded, validationError } from '../aws-error.ts';
import type { Handler, Write } from '../call.ts';
import type { Params } from '../query.ts';
import { namingOf, forEachKind } from './entity-kinds.ts';
import { page } from './paging.ts';
import type { Tag } from './records.ts';
import { type EntityKind, keyOf } from './store.ts';

interface Tagged {
  tags: Tag[];
}

/** Reads and checks `Tags.member.N.Key/Value`. */
export function readTags(params: Params): readonly Tag[] {
  const tags = (params.structures('Tags') ?? []).map((one) => ({
    key: one.require('Key'),
    value: one.require('Value'),
  }));
  checkTags(tags);
  return tags;
}

export function checkTags(tags: readonly Tag[]): void {
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > 128 || value.length > 256) {
      throw validationError(
        `1 validation error detected: Value '${key}' at 'tags' failed to satisfy constraint: tag keys have 1 to 128 characters, values 0 to 256`,
      );
    }
    const pattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
    if (!pattern.test(key) || !pattern.test(value)) {
      throw validationError(
        String.raw`1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
      );
    }
    if (/^aws:/i.test(key))
      throw invalidInput('Tag keys with the prefix aws: are reserved for internal use.');
  }
  const keys = new Set(tags.map((tag) => keyOf(tag.key)));
  if (keys.size < tags.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
}

/** Adds tags, each over the one with the same key. */
export function mergeTags(tagged: Tagged, tags: readonly Tag[]): readonly Tag[] {
  checkTags(tags);
  const kept = tagged.tags.filter((old) => !tags.some((tag) => keyOf(tag.key) === keyOf(old.key)));
  if (kept.length + tags.length > 50) throw limitExceeded('Cannot exceed quota for TagsPerEntity: 50');
  return [...kept, ...tags];
}

export function tagEntity(write: Write, kind: EntityKind, name: string, tags: readonly Tag[]): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  const merged = mergeTags(entity, tags);
  world.beforeWrite();
  entity.tags = [...merged];
  const keys = tags.map((tag) => tag.key).join(',');
  world.record(write.origin, `Tag${namingOf(kind).word}`, `${kind}/${entity.name}`, keys);
}

export function untagEntity(write: Write, kind: EntityKind, name: string, keys: readonly string[]): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  world.beforeWrite();
  entity.tags = entity.tags.filter((tag) => !keys.some((key) => keyOf(key) === keyOf(tag.key)));
  world.record(write.origin, `Untag${namingOf(kind).word}`, `${kind}/${entity.name}`, keys.join(','));
}

/** Tags as every answer writes them. */
export function tagsAnswer(tags: readonly Tag[]) {
  return tags.map((tag) => ({ Key: tag.key, Value: tag.value }));
}

export const tagHandlers = forEachKind<Handler>(
  ({ kind, word }) => ({
    [`Tag${word}`]: ({ params, write }) => {
      tagEntity(write, kind, params.require(`${word}Name`), readTags(params));
      return undefined;
    },
    [`Untag${word}`]: ({ params, write }) => {
      untagEntity(write, kind, params.require(`${word}Name`), params.strings('TagKeys') ?? []);
      return undefined;
    },
    [`List${word}Tags`]: (call) => {
      const { tags } = call.iam.entity(kind, call.params.require(`${word}Name`));
      const { items, ...rest } = page(call, tags);
      return { Tags: tagsAnswer(items), ...rest };
    },
  }),
  ['role', 'user'],
);
