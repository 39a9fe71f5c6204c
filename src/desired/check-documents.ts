import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import { checkGrammar } from '../policy/check-grammar.ts';
import { checkIntent } from '../policy/check-intent.ts';
import type { PolicyType } from '../policy/policy-type.ts';
import { policyVersionOf } from '../policy/policy-version.ts';
import { isTemplate } from './cloudformation-syntax.ts';
import { checkPartitions } from './check-partitions.ts';
import { checkInlineSize, checkSize } from './check-quotas.ts';
import { errorAt, warningAt, withoutFollowUps } from './diagnose.ts';
import {
  entryOf,
  itemsOf,
  keyPlaceAt,
  placeAt,
  toJson,
  type SourceMap,
  type SourceNode,
  type SourceEntry,
} from './source-tree.ts';

/** Every policy document of a file against IAM's grammar, versions, partition, character set and sizes. */
export function checkDocuments(root: SourceMap, partition: string): readonly Diagnostic[] {
  return KIND_SPECS.flatMap((spec) =>
    itemsOf(entryOf(root, spec.list)?.value).flatMap((item) =>
      spec.fields.flatMap((field) => {
        const entry = entryOf(item, field.property);
        const type = policyTypeOf(field.shape);
        if (entry === undefined || type === undefined) return [];
        if (field.shape !== 'inline-policies') {
          return [
            ...checkDocument(entry, type, partition),
            ...(type === 'identity' ? checkVersion(entry, 'managed') : []),
            ...checkSize(spec, entry),
          ];
        }
        const documents = inlineDocuments(entry.value);
        return [
          ...documents.flatMap((document) => [
            ...checkDocument(document, type, partition),
            ...checkVersion(document, 'inline'),
          ]),
          ...checkInlineSize(spec, entry, documents),
        ];
      }),
    ),
  );
}

function inlineDocuments(policies: SourceNode): readonly SourceEntry[] {
  return itemsOf(policies).flatMap((policy) => entryOf(policy, 'PolicyDocument') ?? []);
}

function checkDocument(entry: SourceEntry, type: PolicyType, partition: string): readonly Diagnostic[] {
  const { value } = entry;
  // The schema says what is no mapping; a template pasted here is reported as one.
  if (value.type !== 'map' || isTemplate(value)) return [];
  const document = toJson(value);
  const found = [...checkGrammar(document, type), ...checkIntent(document, type)];
  const issues = found.map(({ path, severity, code, message, hint }): Diagnostic => {
    const location = grammarPlace(entry, value, path, code);
    return { severity, code, message, ...(hint === undefined ? {} : { hint }), location };
  });
  return [...issues, ...withoutFollowUps(issues, checkPartitions(value, partition))];
}

/**
 * IAM takes managed policies of version 2012-10-17 only ("Policy document must be version 2012-10-17 or greater"); inline
 * policies without a version are in use, and that they are taken is not documented.
 */
function checkVersion(
  { value, keyLocation }: SourceEntry,
  kind: 'managed' | 'inline',
): readonly Diagnostic[] {
  if (value.type !== 'map' || isTemplate(value)) return [];
  // A document that says nothing has another mistake.
  const statement = entryOf(value, 'Statement')?.value;
  if (statement === undefined || (statement.type === 'list' && statement.items.length === 0)) return [];
  if (policyVersionOf(toJson(value)) !== '2008-10-17') return [];
  const version = entryOf(value, 'Version')?.value;
  const has = version === undefined ? 'has no "Version"' : 'is of the version "2008-10-17"';
  const [at, takes] =
    kind === 'managed'
      ? [errorAt, 'IAM refuses a managed policy of any other than "2012-10-17"']
      : [warningAt, 'IAM may refuse it, and reads ${…} as plain text'];
  const hint = version === undefined ? 'add the line Version: "2012-10-17"' : 'write "2012-10-17", in quotes';
  return [at(version?.location ?? keyLocation, 'policy-version', `the document ${has}; ${takes}`, hint)];
}

/** Codes of checkGrammar that are about an element that should not be there, whatever its value. */
const ABOUT_KEYS = ['unknown-element', 'both-elements', 'not-principal', 'id'];

/** A mistake within a document stands at its scalar or key; one of the whole document at the key above it. */
function grammarPlace(
  entry: SourceEntry,
  document: SourceMap,
  path: readonly (string | number)[],
  code: string,
): Location {
  if (path.length === 0) return entry.keyLocation;
  return ABOUT_KEYS.includes(code) || code.includes('-in-')
    ? keyPlaceAt(document, path)
    : placeAt(document, path);
}
