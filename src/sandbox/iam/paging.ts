import { validationError } from '../aws-error.ts';
import type { Call } from '../call.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly IsTruncated: boolean;
  readonly Marker: string | undefined;
}

/** One page of a list by `Marker` and `MaxItems`. */
export function page<T>(call: Call, items: readonly T[]): Page<T> {
  const asked = call.params.integer('MaxItems') ?? 100;
  if (asked < 1 || asked > 1000) {
    throw validationError(
      `1 validation error detected: Value '${String(asked)}' at 'maxItems' failed to satisfy constraint: Member must have value ${asked < 1 ? 'greater than or equal to 1' : 'less than or equal to 1000'}`,
    );
  }
  const start = readMarker(call.params.get('Marker'));
  const end = start + Math.min(asked, call.world.pageSize);
  const more = end < items.length;
  return { items: items.slice(start, end), IsTruncated: more, Marker: more ? writeMarker(end) : undefined };
}

function writeMarker(offset: number): string {
  return Buffer.from(`offset ${String(offset)}`).toString('base64');
}

function readMarker(marker: string | undefined): number {
  if (marker === undefined) return 0;
  const offset = /^offset (\d+)$/.exec(Buffer.from(marker, 'base64').toString('utf8'))?.[1];
  if (offset === undefined) throw validationError(`Invalid Marker.`);
  return Number(offset);
}

/** Whether a path begins with the prefix that a list was asked for. */
export function underPrefix(call: Call): (one: { readonly path: string }) => boolean {
  const prefix = call.params.get('PathPrefix') ?? '/';
  return (one) => one.path.startsWith(prefix);
}
