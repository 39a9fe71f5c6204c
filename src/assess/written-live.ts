import type { JsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { Settings } from '../model/integration.ts';
import { literals } from '../adopt/literal.ts';
import { writtenResource } from '../adopt/written-resource.ts';
import { kindSpec } from '../kinds/registry.ts';

/**
 * What a file says so that a live resource is adopted unchanged; undefined where not all of it was read, or where it takes
 * parameters of the file, which `adopt` writes.
 */
export function writtenLive(
  { resource, uncheckedProperties }: LiveResource,
  settings: Settings,
): JsonObject | undefined {
  if (uncheckedProperties.length > 0) return undefined;
  const state = literals();
  const written = writtenResource(resource, new Map(), {
    context: { settings },
    parameters: [],
    literals: state,
  });
  return state.characters.size > 0 ? undefined : { [kindSpec(resource.kind).list]: [written] };
}
