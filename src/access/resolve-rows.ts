import { linesHold } from './decide-piece.ts';
import { requestsKey, type RequestSet } from './request-set.ts';
import type { Row, RowSides } from './rows.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';
import { literalText, splitVariables, type TextPart } from '../policy/policy-variable.ts';

/** The rows as they are for requests of one context: without conditions, and with values in the place of variables. */
export function resolveRows(sides: RowSides, context: RequestContext): RowSides {
  const resolve = (rows: readonly Row[]): readonly Row[] => rows.flatMap((row) => resolveRow(row, context));
  return {
    allows: resolve(sides.allows),
    denies: resolve(sides.denies),
    limits: sides.limits === undefined ? undefined : resolve(sides.limits),
  };
}

function resolveRow(row: Row, context: RequestContext): readonly Row[] {
  if (!linesHold(row.requests.lines, context)) return [];
  const within = row.requests.within.map((pattern) => resolvePattern(pattern, context));
  // A pattern whose variable has no value matches nothing.
  if (within.some((pattern) => pattern === undefined)) return [];
  const requests: RequestSet = {
    within: within.filter((pattern) => pattern !== undefined),
    without: row.requests.without
      .map((pattern) => resolvePattern(pattern, context))
      .filter((pattern) => pattern !== undefined),
    lines: [],
  };
  return [{ ...row, requests, requestsKey: requestsKey(requests) }];
}

function resolvePattern(pattern: string, context: RequestContext): string | undefined {
  if (!pattern.includes('${')) return pattern;
  const parts = splitVariables(pattern).map((part) => textOfPart(part, context));
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function textOfPart(part: TextPart, context: RequestContext): string | undefined {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'escaped') return `\${${part.character}}`;
  const values = context.get(part.key) ?? [];
  const fallback = /^,\s*'(.*)'$/s.exec(part.rest)?.[1];
  const value = values.length === 0 ? fallback : values.length === 1 ? values[0] : undefined;
  return value === undefined ? undefined : literalText(value);
}
