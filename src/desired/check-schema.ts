import * as z from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import { errorAt, show } from './diagnose.ts';
import { explainUnknownKey } from './explain-unknown-key.ts';
import { suggesting, type Suggesting } from './suggest.ts';
import {
  entryOf,
  keyPlaceAt,
  keyPlacesIn,
  nodeAt,
  placeAt,
  toJson,
  type SourceMap,
  type SourcePath,
} from './source-tree.ts';

// A file has a few objects of a kind: zod would compile a function for each kind of object when it meets the first.
z.config({ jitless: true });

interface CheckedFile<Value> {
  /** Absent where the schema forbids anything. */
  readonly value?: Value;
  /** Every place that it forbids, in the user's words. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file by its schema. */
export function checkSchema<Value>(
  schema: z.ZodType<Value>,
  root: SourceMap,
  suggestFew: Suggesting = suggesting(),
): CheckedFile<Value> {
  const { success, data, error } = schema.safeParse(toJson(root));
  return success
    ? { value: data, diagnostics: [] }
    : { diagnostics: explainIssues({ schema, root, suggestFew }, error.issues) };
}

function explainIssues(checked: Checked, issues: readonly Issue[]): readonly Diagnostic[] {
  const meant = issues.flatMap((issue) => meantKeys(checked, issue));
  const ofAnotherType = new Set(
    issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => canonicalPath(path)),
  );
  // A text has a length, too: of a value of another type, its size says nothing.
  const isFollowUp = ({ code, path }: Issue): boolean =>
    code !== 'invalid_type' && ofAnotherType.has(canonicalPath(path));
  return issues
    .filter((issue) => !meant.includes(canonicalPath(issue.path)) && !isFollowUp(issue))
    .flatMap((issue) => explainIssue(checked, issue, issue.path));
}

/** Of very many unknown keys in one place, for so many it is worth while to ask which was meant. */
const MOST_GUESSED = 100;

/** The paths of keys that are there, mistyped: that they are missing as well is no news. */
function meantKeys({ schema, suggestFew }: Checked, issue: Issue): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const known = keysAt(schema, issue.path);
  return issue.keys.slice(0, MOST_GUESSED).flatMap((key) => {
    const near = suggestFew(key, () => known);
    return near === undefined ? [] : [canonicalPath([...issue.path, near])];
  });
}

function canonicalPath(path: SourcePath): string {
  return JSON.stringify(path.map(String));
}

interface Checked {
  readonly schema: z.ZodType;
  readonly root: SourceMap;
  readonly suggestFew: Suggesting;
}

type Issue = z.core.$ZodIssue;

function explainIssue(checked: Checked, issue: Issue, path: SourcePath): readonly Diagnostic[] {
  const { schema, root, suggestFew } = checked;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    const places = keyPlacesIn(nodeAt(root, path));
    return issue.keys.map((key, index) =>
      explainUnknownKey(
        key,
        path,
        index < MOST_GUESSED ? known : [],
        places.get(key) ?? placeAt(root, path),
        suggestFew,
      ),
    );
  }
  if (issue.code === 'invalid_union') {
    const branch = branchFor(issue.errors);
    if (branch !== undefined) {
      return branch.flatMap((inner) => explainIssue(checked, inner, [...path, ...inner.path]));
    }
  }
  if (issue.code === 'invalid_key') {
    const key = show(String(path.at(-1)));
    return issue.issues.map((inner) =>
      errorAt(keyPlaceAt(root, path), 'bad-key', ...sentence(`the key ${key}`, inner.message)),
    );
  }
  const node = nodeAt(root, path);
  const name = nameOf(path);
  if (node === undefined) {
    // A block of CloudFormation has all its properties one level too deep: one mistake.
    if (entryOf(nodeAt(root, path.slice(0, -1)), 'Properties') !== undefined) return [];
    const owner = path.length > 1 ? ` in ${nameOf(path.slice(0, -1))}` : '';
    return [
      errorAt(
        placeAt(root, path),
        'missing-key',
        `${name} is missing${owner}`,
        `add the line ${name}: ${EXAMPLES[name] ?? '…'}`,
      ),
    ];
  }
  const place = placeAt(root, path);
  const value = toJson(node);
  if (value === null) {
    const hint = 'write a value behind it, or remove the key';
    return [errorAt(place, 'missing-value', `${name} has no value`, hint)];
  }
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') {
    const expected = issue.code === 'invalid_type' ? issue.expected : 'record';
    return [errorAt(place, 'wrong-type', ...wrongType(name, expected, value))];
  }
  const code = issue.code === 'too_big' || issue.code === 'too_small' ? 'wrong-size' : 'bad-value';
  const shown = typeof value === 'object' ? name : `${name} ${show(value)}`;
  return [errorAt(place, code, ...sentence(shown, issue.message))];
}

/** What a key that is missing could hold. */
const EXAMPLES: Readonly<Record<string, string>> = {
  integration: 'my-vendor',
  version: '1',
  account: '"111122223333"',
  region: 'eu-central-1',
  AssumeRolePolicyDocument: '…, or "pending: true" while it is not known which principal to trust',
  until: '2027-01-31',
  drift: '"…", with the fingerprint that "rolekeeper drift" prints',
};

/** A schema's message is a predicate, and after a line break what to write instead: "must be a date\nwrite …". */
function sentence(subject: string, message: string): [string, string?] {
  const [predicate = '', hint] = message.split('\n');
  return hint === undefined ? [`${subject} ${predicate}`] : [`${subject} ${predicate}`, hint];
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};

function wrongType(name: string, expected: string, value: Json): [string, string] {
  const message = `${name} must be ${TYPE_NAMES[expected] ?? expected}, not ${describe(value)}`;
  if (expected === 'string') {
    return typeof value === 'object'
      ? [message, 'write one text']
      : [message, `put it in quotes: "${String(value)}"`];
  }
  if (expected === 'array') return [message, 'begin each item with "- " on a line of its own'];
  if (expected === 'object' || expected === 'record') {
    const json = typeof value === 'string' && value.trimStart().startsWith('{');
    return [message, json ? 'take away the quotes, or the | before it' : 'write "Key: value" lines under it'];
  }
  return [
    message,
    typeof value === 'string' ? 'take away the quotes' : `write ${TYPE_NAMES[expected] ?? expected}`,
  ];
}

function describe(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'boolean'
    ? String(value)
    : `the ${typeof value === 'string' ? 'text' : 'number'} ${show(value)}`;
}

/** `RoleName`, `an item of Groups` or `the tag team`. */
function nameOf(path: SourcePath): string {
  const last = path.at(-1);
  const parent = String(path.at(-2)).toLowerCase();
  if (last === undefined) return 'the file';
  if (typeof last === 'string' && parent === 'tags') return `the tag ${last}`;
  if (typeof last === 'string' && parent === 'parameters') return `the parameter ${last}`;
  return typeof last === 'number' ? `an item of ${String(path.at(-2))}` : String(last);
}

/** Of a union's branches, the one that the value was meant for: what it says is not "another type altogether". */
function branchFor(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find(
    (issues) => !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0),
  );
}

/** The keys that a schema allows at a path. */
function keysAt(schema: z.ZodType, path: SourcePath): readonly string[] {
  let candidates = [unwrap(schema)].flat();
  for (const step of path) {
    candidates = candidates.flatMap((candidate) => {
      if (candidate instanceof z.ZodObject) {
        const next: unknown = candidate.shape[String(step)];
        return next instanceof z.ZodType ? unwrap(next) : [];
      }
      return candidate instanceof z.ZodArray && candidate.element instanceof z.ZodType
        ? unwrap(candidate.element)
        : [];
    });
  }
  return candidates.flatMap((candidate) =>
    candidate instanceof z.ZodObject ? Object.keys(candidate.shape) : [],
  );
}

function unwrap(schema: z.ZodType): readonly z.ZodType[] {
  const within =
    schema instanceof z.ZodOptional
      ? [schema.unwrap()]
      : schema instanceof z.ZodUnion
        ? schema.options
        : undefined;
  return within?.flatMap((inner) => (inner instanceof z.ZodType ? unwrap(inner) : [])) ?? [schema];
}
