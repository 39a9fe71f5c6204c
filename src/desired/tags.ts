import type { Diagnostic } from '../model/diagnostic.ts';
import { type Json, textMembers } from '../model/json.ts';
import { errorAt, show } from './diagnose.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf, textOf, type SourceEntry, type SourceNode } from './source-tree.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_TAGS = 50;

/** Tag keys that stand twice in any case, and more tags than IAM takes, those of the settings included. */
export function checkTags(
  resources: readonly SourceResource[],
  defaults: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  return resources.flatMap(({ spec, node }) => {
    const entry = entryOf(node, 'Tags');
    if (entry === undefined || !spec.fields.some((field) => field.shape === 'tags')) return [];
    return [...checkTagKeys(entry.value), ...checkCount(entry, defaults)];
  });
}

/** The `Tags` property in CloudFormation's form: a resource's own tags, and those of the settings that it lacks. */
export function tagList(
  own: Json | undefined,
  defaults: Readonly<Record<string, string>>,
): readonly { readonly Key: string; readonly Value: string }[] {
  const tags = Array.isArray(own)
    ? own.map((tag: { Key: string; Value: string }) => ({ Key: tag.Key, Value: tag.Value }))
    : Object.entries(textMembers(own)).map(([Key, Value]) => ({ Key, Value }));
  const keys = new Set(tags.map((tag) => tag.Key.toLowerCase()));
  const added = Object.entries(defaults).filter(([key]) => !keys.has(key.toLowerCase()));
  return [...tags, ...added.map(([Key, Value]) => ({ Key, Value }))];
}

/** Tag keys that are the same in any case: IAM keeps only one of them. */
export function checkTagKeys(tags: SourceNode): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return tagKeys(tags).flatMap(({ key, location }) => {
    const first = seen.get(key.toLowerCase());
    seen.set(key.toLowerCase(), key);
    if (first === undefined) return [];
    const message = `the tag key ${show(key)} is the same to IAM as ${show(first)} above it: keys match in any case`;
    return [errorAt(location, 'duplicate-member', message, 'remove one of the two')];
  });
}

function checkCount(entry: SourceEntry, defaults: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const keys = new Set(tagKeys(entry.value).map(({ key }) => key.toLowerCase()));
  for (const key of Object.keys(defaults)) keys.add(key.toLowerCase());
  if (keys.size <= MOST_TAGS) return [];
  const message = `this resource has ${keys.size} tags, those of rolekeeper.yaml included; IAM allows ${MOST_TAGS}`;
  return [errorAt(entry.keyLocation, 'wrong-size', message, 'remove some')];
}

function tagKeys(
  tags: SourceNode,
): readonly { readonly key: string; readonly location: SourceNode['location'] }[] {
  if (tags.type === 'map')
    return tags.entries.map(({ key, keyLocation }) => ({ key, location: keyLocation }));
  return itemsOf(tags).flatMap((item) => {
    const key = textOf(item, 'Key');
    const location = entryOf(item, 'Key')?.value.location;
    return key === undefined || location === undefined ? [] : [{ key, location }];
  });
}
