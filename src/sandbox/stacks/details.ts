import { isArray, isObject, member, sameJson, type Json, type JsonObject } from '../json.ts';
import type { ResourceHandler } from './handlers/handler.ts';
import type { BlockAttribute, ChangeDetail } from './records.ts';

/** A value as DescribeChangeSet writes it. */
export function valueText(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The differences of two sets of properties, one for each place that differs. */
export function propertyDetails(
  handler: ResourceHandler,
  before: JsonObject,
  after: JsonObject,
): readonly ChangeDetail[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => namedDetails(handler, name, member(before, name), member(after, name)));
}

/** The differences inside one property. */
export function namedDetails(
  handler: ResourceHandler,
  name: string,
  before: Json | undefined,
  after: Json | undefined,
): readonly ChangeDetail[] {
  const recreation = handler.createOnly.includes(name) ? 'Always' : 'Never';
  const shared = { attribute: 'Properties', name, recreation } as const;
  return differences(handler, name, `/Properties/${name}`, before, after).map((one) => ({
    ...shared,
    ...one,
  }));
}

interface Difference {
  readonly path: string;
  readonly changeType: ChangeDetail['changeType'];
  readonly before?: string;
  readonly after?: string;
}

function differences(
  handler: ResourceHandler,
  key: string,
  path: string,
  before: Json | undefined,
  after: Json | undefined,
): readonly Difference[] {
  if (sameJson(before, after) && (before === undefined) === (after === undefined)) return [];
  const whole = handler.documents.includes(key) || before === undefined || after === undefined;
  if (!whole && isArray(before) && isArray(after)) {
    const indexes = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    return indexes.flatMap((index) =>
      differences(handler, '', `${path}/${String(index)}`, before[index], after[index]),
    );
  }
  if (!whole && isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((inner) =>
      differences(handler, inner, `${path}/${inner}`, member(before, inner), member(after, inner)),
    );
  }
  return [leaf(path, before, after)];
}

function leaf(path: string, before: Json | undefined, after: Json | undefined): Difference {
  const [old, wanted] = [valueText(before), valueText(after)];
  return {
    path,
    changeType: old === undefined ? 'Add' : wanted === undefined ? 'Remove' : 'Modify',
    ...(old === undefined ? {} : { before: old }),
    ...(wanted === undefined ? {} : { after: wanted }),
  };
}

const BLOCK_ATTRIBUTES: readonly BlockAttribute[] = [
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
  'CreationPolicy',
  'DependsOn',
];

/** The differences of a block outside its properties. */
export function attributeDetails(before: JsonObject, after: JsonObject): readonly ChangeDetail[] {
  return BLOCK_ATTRIBUTES.flatMap((attribute): readonly ChangeDetail[] => {
    const [old, wanted] = [member(before, attribute), member(after, attribute)];
    if (sameJson(old, wanted)) return [];
    return [{ attribute, recreation: 'Never', ...leaf(`/${attribute}`, old, wanted) }];
  });
}
