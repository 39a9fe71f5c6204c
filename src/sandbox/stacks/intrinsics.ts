import { validationError } from '../aws-error.ts';
import { asList, isArray, isObject, member, type Json, type JsonObject, scalarText } from '../json.ts';

/** What references in a template stand for. `undefined`: not known yet. */
export interface Scope {
  ref(name: string): Json | undefined;
  attribute(logicalId: string, name: string): Json | undefined;
}

/** CloudFormation's own words for what only the deployment will tell. */
const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** The single key of `{ "Ref": … }` or `{ "Fn::…": … }`. */
function intrinsicOf(value: JsonObject): string | undefined {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'))
    ? key
    : undefined;
}

/** Logical ids and parameters that a value refers to. */
export function referencesIn(value: Json | undefined): readonly string[] {
  if (isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const key = intrinsicOf(value);
  if (key === 'Ref') return [scalarText(value[key])];
  if (key === 'Fn::GetAtt') return [attributePath(value[key])[0]];
  if (key === 'Fn::Sub') {
    const [text, own] = subParts(value[key]);
    const names = [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map((match) => match[1] ?? '');
    const referred = names.filter((name) => member(own, name) === undefined);
    return [
      ...referred.map((name) => name.split('.')[0] ?? '').filter((name) => !name.startsWith('AWS::')),
      ...referencesIn(own),
    ];
  }
  return Object.values(value).flatMap(referencesIn);
}

/** A value with its references replaced. @throws AwsError for functions that the sandbox does not have */
export function resolve(value: Json, scope: Scope): Json {
  if (isArray(value)) return value.map((item) => resolve(item, scope));
  if (!isObject(value)) return value;
  const key = intrinsicOf(value);
  switch (key) {
    case undefined:
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, scope)]));
    case 'Ref':
      return scope.ref(scalarText(value[key])) ?? UNKNOWN;
    case 'Fn::GetAtt':
      return scope.attribute(...attributePath(value[key])) ?? UNKNOWN;
    case 'Fn::Sub': {
      const [text, own] = subParts(value[key]);
      return text.replaceAll(/\$\{(!?)([^{}]+)\}/g, (_, literal: string, name: string) => {
        if (literal !== '') return `\${${name}}`;
        const given = member(own, name);
        if (given !== undefined) return scalarText(resolve(given, scope));
        const [id = '', ...rest] = name.split('.');
        const found = rest.length > 0 ? scope.attribute(id, rest.join('.')) : scope.ref(name);
        return typeof found === 'string' ? found : UNKNOWN;
      });
    }
    case 'Fn::Select': {
      const [index, list] = asList(value[key]);
      return listOf(resolve(list ?? [], scope))[Number(index)] ?? UNKNOWN;
    }
    case 'Fn::Split': {
      const [separator, text] = asList(value[key]);
      return scalarText(resolve(text ?? '', scope)).split(scalarText(separator));
    }
    case 'Fn::Join': {
      const [separator, parts] = asList(value[key]);
      return listOf(resolve(parts ?? [], scope))
        .map(String)
        .join(scalarText(separator));
    }
    default:
      throw validationError(`Template error: the sandbox does not support ${key}`);
  }
}

function attributePath(value: Json | undefined): [string, string] {
  const parts = typeof value === 'string' ? value.split('.') : asList(value).map(scalarText);
  return [parts[0] ?? '', parts.slice(1).join('.')];
}

/** The text of Fn::Sub, and the values that its list form gives names. */
function subParts(value: Json | undefined): readonly [string, JsonObject] {
  if (typeof value === 'string') return [value, {}];
  const [text, own] = asList(value);
  if (typeof text === 'string' && isObject(own)) return [text, own];
  throw validationError(
    'Template error: One or more Fn::Sub intrinsic functions do not specify expected arguments.',
  );
}

/** A parameter that is a list is kept as its text, with commas. */
function listOf(value: Json): readonly Json[] {
  return typeof value === 'string' ? value.split(',').map((item) => item.trim()) : asList(value);
}

/** The properties of a resource's block; none is the empty object. */
export function propertiesOf(block: JsonObject | undefined): JsonObject {
  const properties = member(block, 'Properties');
  return isObject(properties) ? properties : {};
}
