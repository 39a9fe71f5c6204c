import type { ConditionLine } from '../model/statement.ts';
import { parseOperator, type OperatorFamily } from '../policy/condition-operator.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';

/** No more combinations of values are tried. */
const MOST_CONTEXTS = 400;

/**
 * Contexts of requests that are worth trying to find one in which lines hold and others do not: for every condition
 * key, the values that its lines name, values beside them, and no value.
 *
 * @param first lines that must hold: their values are tried first
 * @param variables keys of policy variables: they need a value too
 */
export function candidateContexts(
  first: readonly ConditionLine[],
  others: readonly ConditionLine[],
  variables: readonly string[],
): readonly RequestContext[] {
  const lines = [...first, ...others];
  const keys = [...new Set([...lines.map((line) => line.key), ...variables])];
  let contexts: RequestContext[] = [new Map()];
  for (const key of keys) {
    const values = valuesOf(lines.filter((line) => line.key === key));
    // Every context so far with every value, those with the first values first.
    const longer: RequestContext[] = [];
    for (const value of values.slice(0, MOST_CONTEXTS)) {
      for (const context of contexts.slice(0, MOST_CONTEXTS - longer.length)) {
        longer.push(value.length === 0 ? context : new Map([...context, [key, value]]));
      }
    }
    contexts = longer;
  }
  return contexts;
}

function valuesOf(lines: readonly ConditionLine[]): readonly (readonly string[])[] {
  const singles = [...new Set([...lines.flatMap(namedValues), ...freshValues(lines)])];
  const several = lines.some((line) => line.operator.startsWith('For'));
  const lists = singles.map((value) => [value]);
  const [one, other] = [singles[0], singles.at(-1)];
  const both: readonly (readonly string[])[] =
    several && one !== undefined && other !== undefined ? [[one, other], singles] : [];
  return [...lists, [], ...both];
}

function namedValues({ operator, values }: ConditionLine): readonly string[] {
  const base = parseOperator(operator)?.base;
  if (base === undefined) return [];
  return values.flatMap((value): readonly string[] => {
    switch (base.family) {
      case 'ip':
        return [value.split('/')[0] ?? value];
      case 'numeric':
        return [value, String(Number(value) - 1), String(Number(value) + 1)];
      case 'date':
        return [value, ...daysAround(value)];
      case 'string':
      case 'arn':
        return base.wildcards ? [instance(value, ''), instance(value, 'x')] : [value];
      case 'bool':
      case 'binary':
        return [value];
      case 'null':
        return [];
    }
  });
}

function instance(pattern: string, star: string): string {
  return pattern
    .replace(/\$\{([*?$])\}/g, (_match, character: string) => ESCAPED[character] ?? character)
    .replaceAll('*', star)
    .replaceAll('?', 'x')
    .replace(/[\ue001-\ue003]/g, (mark) => MARKS[mark] ?? mark);
}

// Escaped wildcards are set aside while the others are replaced.
const ESCAPED: Readonly<Record<string, string>> = { '*': '\ue001', '?': '\ue002', $: '\ue003' };
const MARKS: Readonly<Record<string, string>> = { '\ue001': '*', '\ue002': '?', '\ue003': '$' };

const DAY = 86_400_000;

function daysAround(value: string): readonly string[] {
  const time = /^[0-9]+$/.test(value) && value.length !== 4 ? Number(value) * 1000 : Date.parse(value);
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15 - DAY) return [];
  return [time - DAY, time + DAY].map((moment) => new Date(moment).toISOString());
}

const FRESH: Readonly<Record<OperatorFamily, readonly string[]>> = {
  string: ['any-other-value'],
  arn: ['arn:aws:iam::000000000000:role/any-other-role'],
  numeric: [],
  date: [],
  bool: ['true', 'false'],
  binary: ['AA=='],
  ip: ['192.0.2.77', '203.0.113.77', '2001:db8::77'],
  null: ['any-other-value'],
};

function freshValues(lines: readonly ConditionLine[]): readonly string[] {
  const families = lines.map((line) => parseOperator(line.operator)?.base.family ?? 'string');
  return families.length === 0 ? FRESH.string : [...new Set(families)].flatMap((family) => FRESH[family]);
}
