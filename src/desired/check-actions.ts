import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { nameTest } from '../access/action-classes.ts';
import { namesOf, type KnownAction } from '../access/catalogue.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { policyTypeOf } from '../kinds/shape.ts';
import { checkActionResources, listed, mayBeName } from './check-action-resources.ts';
import { checkConditionKeys } from './check-condition-keys.ts';
import { show, warningAt } from './diagnose.ts';
import { entryOf, itemsOf, type SourceMap, type SourceNode, type SourceScalar } from './source-tree.ts';
import { suggesting, type Suggesting } from './suggest.ts';

/**
 * Actions that the catalogue does not know, and wildcards that match none of its actions. Warnings: AWS adds actions
 * every week, and a name that is newer than the catalogue is no mistake. So it is with condition keys.
 */
export function checkActions(
  root: SourceMap,
  catalogue: ActionCatalogue | undefined,
  suggestFew: Suggesting = suggesting(),
): readonly Diagnostic[] {
  if (catalogue === undefined) return [];
  return KIND_SPECS.flatMap((spec) =>
    itemsOf(entryOf(root, spec.list)?.value).flatMap((item) =>
      spec.fields.flatMap((field) => {
        const value = entryOf(item, field.property)?.value;
        if (value === undefined || policyTypeOf(field.shape) === undefined) return [];
        const documents =
          field.shape === 'inline-policies'
            ? itemsOf(value).map((policy) => entryOf(policy, 'PolicyDocument')?.value)
            : [value];
        return [
          ...documents.flatMap(actionsIn).flatMap((action) => checkAction(action, catalogue, suggestFew)),
          ...documents.flatMap((document) => checkActionResources(document, catalogue)),
          ...documents.flatMap((document) => checkConditionKeys(document, catalogue, suggestFew)),
        ];
      }),
    ),
  );
}

function actionsIn(document: SourceNode | undefined): readonly SourceScalar[] {
  return listed(entryOf(document, 'Statement')?.value).flatMap((statement) =>
    ['Action', 'NotAction'].flatMap((element) =>
      listed(entryOf(statement, element)?.value).flatMap((node) =>
        node.type === 'scalar' && mayBeName(node) ? [node] : [],
      ),
    ),
  );
}

/** By service: most files name actions in full, and a service has up to some hundreds. */
const NAMES = new WeakMap<readonly KnownAction[], ReadonlySet<string>>();

function isKnown(name: string, known: readonly KnownAction[]): boolean {
  if (/[*?]/.test(name)) {
    const matches = nameTest(name);
    return known.some((action) => matches(action.lowerName));
  }
  const names = NAMES.get(known) ?? new Set(known.map(({ lowerName }) => lowerName));
  NAMES.set(known, names);
  return names.has(name);
}

function checkAction(
  { value, location }: SourceScalar,
  catalogue: ActionCatalogue,
  suggestFew: Suggesting,
): readonly Diagnostic[] {
  const [, service, name] = /^([A-Za-z0-9.-]+):([A-Za-z0-9*?]+)$/.exec(String(value)) ?? [];
  if (service === undefined || name === undefined) return [];
  const newer = 'if AWS has it, it is newer than the catalogue, and this warning can be left';
  const known = namesOf(catalogue, service.toLowerCase());
  if (known.length === 0) {
    const near = suggestFew(service, () => Object.keys(catalogue.services));
    const hint = near === undefined ? newer : `did you mean ${show(`${near}:${name}`)}?`;
    return [warningAt(location, 'unknown-service', `${show(value)} names an unknown service`, hint)];
  }
  if (isKnown(name.toLowerCase(), known)) return [];
  const near = suggestFew(name.replace(/[*?]/g, ''), () => known.map((action) => action.name));
  const hint = near === undefined ? newer : `did you mean ${show(`${service}:${near}`)}?`;
  const message = /[*?]/.test(name)
    ? `${show(value)} matches no known action`
    : `${show(value)} is not a known action`;
  return [warningAt(location, 'unknown-action', message, hint)];
}
