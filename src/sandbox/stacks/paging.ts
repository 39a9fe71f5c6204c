import { validationError } from '../aws-error.ts';
import type { Call } from '../call.ts';

/** One page of a list by `NextToken`. */
export function nextPage<T>(call: Call, items: readonly T[], largest = 100) {
  const token = call.params.get('NextToken');
  const start = token === undefined ? 0 : Number(/^next-(\d+)$/.exec(token)?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) throw validationError(`Invalid NextToken ${String(token)}`);
  const end = start + Math.min(largest, call.params.integer('MaxResults') ?? largest, call.world.pageSize);
  return {
    items: items.slice(start, end),
    NextToken: end < items.length ? `next-${String(end)}` : undefined,
  };
}
