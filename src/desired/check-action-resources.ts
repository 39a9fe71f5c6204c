import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { nameTest } from '../access/action-classes.ts';
import { canBeAsked, sayAskedOf } from '../access/action-resources.ts';
import { namesOf } from '../access/catalogue.ts';
import { show, warningAt } from './diagnose.ts';
import { entryOf, textOf, type SourceNode, type SourceScalar } from './source-tree.ts';

/**
 * Actions of an Allow that are asked of none of its resources: `s3:ListBucket` of the objects of a bucket. Not of
 * services and actions that the catalogue does not know, nor of trust policies, which have no resources.
 */
export function checkActionResources(
  document: SourceNode | undefined,
  catalogue: ActionCatalogue,
): readonly Diagnostic[] {
  return listed(entryOf(document, 'Statement')?.value).flatMap((statement) => {
    if (textOf(statement, 'Effect') !== 'Allow') return [];
    const resources = scalarsIn(statement, 'Resource');
    if (resources === undefined || resources.length === 0) return [];
    return (scalarsIn(statement, 'Action') ?? []).filter(mayBeName).flatMap((action) =>
      checkAction(
        action,
        resources.map(({ value }) => String(value)),
        catalogue,
      ),
    );
  });
}

const LONGEST_NAMED = 500;

/** Not of a text that is longer than any name of an action, and that comparing with each of hundreds would take seconds. */
export function mayBeName({ value }: SourceScalar): boolean {
  return String(value).length <= LONGEST_NAMED;
}

function checkAction(
  { value, location }: SourceScalar,
  resources: readonly string[],
  catalogue: ActionCatalogue,
): readonly Diagnostic[] {
  const [service = '', name = ''] = String(value).toLowerCase().split(':');
  const isMeant = nameTest(name);
  const meant = namesOf(catalogue, service).filter(({ lowerName }) => isMeant(lowerName));
  const [first] = resources;
  const isAsked = meant.some(({ formats }) => resources.some((resource) => canBeAsked(formats, resource)));
  if (meant.length === 0 || first === undefined || isAsked) return [];
  const formats = [...new Set(meant.flatMap((action) => action.formats ?? []))];
  const which =
    resources.length === 1 ? show(first) : `any of the ${resources.length} resources of the statement`;
  const message = `${show(value)} allows nothing on ${which}`;
  // What is longer than any name is not repeated in the advice.
  const [asked, of] = [String(value), first].map((text) => (text.length > LONGEST_NAMED ? '' : text));
  const hint = `${asked || 'it'} is asked ${sayAskedOf(formats, of ?? '')}`;
  return [warningAt(location, 'resource-mismatch', message, hint)];
}

function scalarsIn(statement: SourceNode, element: string): readonly SourceScalar[] | undefined {
  const nodes = listed(entryOf(statement, element)?.value);
  const scalars = nodes.flatMap((node) => (node.type === 'scalar' ? [node] : []));
  return scalars.length === nodes.length ? scalars : undefined;
}

/** One or several of an element, as IAM reads them. */
export function listed(node: SourceNode | undefined): readonly SourceNode[] {
  if (node === undefined) return [];
  return node.type === 'list' ? node.items : [node];
}
