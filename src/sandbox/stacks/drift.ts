import {
  asList,
  isArray,
  isObject,
  member,
  sameJson,
  sortedText,
  type Json,
  type JsonObject,
} from '../json.ts';
import type { Switches } from '../switches.ts';
import type { World } from '../world.ts';
import type { ResourceHandler } from './handlers/handler.ts';
import { knownHandler } from './handlers/registry.ts';
import type { StackResource } from './records.ts';

/** What drift detection sees of one resource. Only what the template declares is looked at. */
export type Sight =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unsupported' }
  /** The declared properties with their actual values; equal ones are the declared values themselves. */
  | { readonly kind: 'seen'; readonly actual: JsonObject };

/**
 * Reads a resource as drift detection does, next to what is declared for it.
 * List items that the last deployment wrote are always seen, others that are not declared by switch only.
 */
export function look(world: World, resource: StackResource, declared: JsonObject): Sight {
  const handler = knownHandler(resource.type);
  const unsupported = world.switches.driftUnsupportedTypes.includes(resource.type);
  if (unsupported || handler.properties.length === 0) return { kind: 'unsupported' };
  const everything = handler.read(world.iam, resource.physicalId);
  if (everything === undefined) return { kind: 'deleted' };
  const seen = Object.entries(declared)
    .map(([name, wanted]): [string, Json | undefined] => [
      name,
      seenValue(
        handler,
        { name, wanted, written: member(resource.properties, name), actual: member(everything, name) },
        world.switches,
      ),
    ])
    .filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return { kind: 'seen', actual: Object.fromEntries(seen) };
}

interface Property {
  readonly name: string;
  readonly wanted: Json;
  /** What the last deployment wrote. */
  readonly written: Json | undefined;
  readonly actual: Json | undefined;
}

function seenValue(handler: ResourceHandler, property: Property, switches: Switches): Json | undefined {
  const { name, wanted, actual } = property;
  const hidden = handler.type === 'AWS::IAM::ManagedPolicy' && name === 'PolicyDocument';
  if (hidden && !switches.driftSeesManagedPolicyDocument) return property.written;
  if (actual === undefined) return undefined;
  if (handler.documents.includes(name)) return sameDocument(wanted, actual, switches) ? wanted : actual;
  if (Object.hasOwn(handler.sets, name) && isArray(actual)) {
    return seenList(handler.sets[name], property, actual, switches);
  }
  return scalarText(wanted) === scalarText(actual) ? wanted : actual;
}

/** Templates may write numbers and booleans as text. */
function scalarText(value: Json): string {
  return typeof value === 'object' ? sortedText(value) : String(value);
}

/** Declared items in their order, then, where the switch lets them be seen, the extra ones. */
function seenList(
  key: string | undefined,
  property: Property,
  actual: readonly Json[],
  switches: Switches,
): Json {
  const [wanted, written] = [asList(property.wanted), asList(property.written)];
  const idOf = (item: Json) =>
    key !== undefined && isObject(item) ? sortedText(member(item, key)) : sortedText(item);
  const kept = wanted.flatMap((item) => {
    const found = actual.find((one) => idOf(one) === idOf(item));
    if (found === undefined) return [];
    const document = (value: Json) => (isObject(value) ? member(value, 'PolicyDocument') : undefined);
    const same = key === 'PolicyName' && sameDocument(document(item) ?? {}, document(found) ?? {}, switches);
    return [same ? item : found];
  });
  const extras = actual.filter((one) => !wanted.some((item) => idOf(item) === idOf(one)));
  const seen = seesExtras(property.name, wanted, switches)
    ? extras
    : extras.filter((one) => written.some((item) => idOf(item) === idOf(one)));
  return [...kept, ...seen];
}

function seesExtras(name: string, wanted: readonly Json[], switches: Switches): boolean {
  // Tag keys that the template does not have are never drift. (drift-aware-change-sets user guide page)
  if (name === 'Tags') return false;
  const setting = switches.driftSeesExtras;
  return setting === 'declared-lists' || (setting === 'non-empty-lists' && wanted.length > 0);
}

function sameDocument(one: Json, other: Json, switches: Switches): boolean {
  if (switches.driftComparison === 'literal') return sameJson(one, other);
  return sortedText(evenedOut(one)) === sortedText(evenedOut(other));
}

/** A document with single items as lists, lists sorted, and account ids as root ARNs. */
function evenedOut(value: Json): Json {
  if (isArray(value)) {
    return value.map(evenedOut).sort((a, b) => (sortedText(a) < sortedText(b) ? -1 : 1));
  }
  if (!isObject(value))
    return /^\d{12}$/.test(String(value)) ? `arn:aws:iam::${String(value)}:root` : String(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isObject(item) ? evenedOut(item) : evenedOut(asList(item)),
    ]),
  );
}
