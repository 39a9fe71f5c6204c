import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import { checkGrammar } from '../policy/check-grammar.ts';
import type { PolicyType } from '../policy/policy-type.ts';
import { isTemplate } from './cloudformation-syntax.ts';
import { checkInlineSize, checkSize } from './check-sizes.ts';
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

/** Every policy document of a file against IAM's grammar, character set and sizes, wherever it stands. */
export function checkDocuments(root: SourceMap): readonly Diagnostic[] {
  return KIND_SPECS.flatMap((spec) =>
    itemsOf(entryOf(root, spec.list)?.value).flatMap((item) =>
      spec.fields.flatMap((field) => {
        const entry = entryOf(item, field.property);
        const type = policyTypeOf(field.shape);
        if (entry === undefined || type === undefined) return [];
        if (field.shape !== 'inline-policies') {
          return [...checkDocument(entry, type), ...checkSize(spec, entry)];
        }
        const documents = inlineDocuments(entry.value);
        return [
          ...documents.flatMap((document) => checkDocument(document, type)),
          ...checkInlineSize(spec, entry, documents),
        ];
      }),
    ),
  );
}

function inlineDocuments(policies: SourceNode): readonly SourceEntry[] {
  return itemsOf(policies).flatMap((policy) => entryOf(policy, 'PolicyDocument') ?? []);
}

function checkDocument(entry: SourceEntry, type: PolicyType): readonly Diagnostic[] {
  const { value } = entry;
  // The schema says what is no mapping; a template pasted here is reported as one.
  if (value.type !== 'map' || isTemplate(value)) return [];
  const document = toJson(value) as JsonObject;
  return checkGrammar(document, type).map(({ path, severity, code, message, hint }): Diagnostic => {
    const location = grammarPlace(entry, value, path, code);
    return { severity, code, message, ...(hint === undefined ? {} : { hint }), location };
  });
}

/** Codes of checkGrammar that are about an element that should not be there, whatever its value. */
const ABOUT_KEYS = ['unknown-element', 'both-elements', 'not-principal', 'id'];

/** A mistake within a document stands at its scalar or key; one of the whole document at the key above it. */
function grammarPlace(entry: SourceEntry, document: SourceMap, path: readonly (string | number)[], code: string): Location {
  if (path.length === 0) return entry.keyLocation;
  return ABOUT_KEYS.includes(code) || code.includes('-in-') ? keyPlaceAt(document, path) : placeAt(document, path);
}
