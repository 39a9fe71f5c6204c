import type { Json } from '../model/json.ts';
import type { ConditionLine } from '../model/statement.ts';
import { matchCondition } from '../policy/evaluation/match-condition.ts';
import { parseOperator, type OperatorFamily } from '../policy/condition-operator.ts';
import type { RequestContext } from '../policy/evaluation/request-context.ts';
import { splitVariables } from '../policy/policy-variable.ts';
import type { StepBudget } from './step-budget.ts';

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
  budget: StepBudget,
): readonly RequestContext[] {
  const lines = [...first, ...others];
  const keys = [...new Set([...lines.map((line) => line.key), ...variables])];
  let contexts: RequestContext[] = [new Map()];
  for (const [position, key] of keys.entries()) {
    const values = valuesOf(lines.filter((line) => line.key === key));
    // Every context so far with every value, those with the first values first.
    const longer: RequestContext[] = [];
    for (const value of values.slice(0, MOST_CONTEXTS)) {
      for (const context of contexts.slice(0, MOST_CONTEXTS - longer.length)) {
        longer.push(value.length === 0 ? context : new Map([...context, [key, value]]));
      }
    }
    contexts = longer;
    // Each is a copy of what it has so far, of which several entries cost a step.
    if (!budget.spend(lines.length + ((longer.length * position) >> 2))) return [];
  }
  return contexts;
}

/**
 * The context that most probably shows what is looked for: of each key, taken by itself, the value under which all lines
 * hold that must, and the fewest of the others. Undefined where that would cost too much, or no value of a key will do.
 */
export function likeliestContext(
  first: readonly ConditionLine[],
  others: readonly ConditionLine[],
  variables: readonly string[],
  budget: StepBudget,
): RequestContext | undefined {
  const keys = [...first, ...others].map((line) => line.key);
  const inValues = first.flatMap(({ values }) => values.flatMap(variablesIn));
  let context: RequestContext = new Map();
  // What a variable stands for comes before the values that name it.
  const asked = new Set([...variables, ...inValues]);
  for (const key of new Set([...asked, ...keys])) {
    if (!budget.spend(1 + ((first.length + others.length) >> 2))) return undefined;
    const must = first.filter((line) => line.key === key);
    const may = others.filter((line) => line.key === key);
    const known = context;
    const named = valuesOf([...must, ...may].map((line) => withVariables(line, known)));
    // Where nothing is demanded, what no line names leaves out most.
    const values = must.length === 0 && !asked.has(key) ? [...named].reverse() : named;
    const next = likeliestOf(key, values, { must, may, context, budget });
    if (next === undefined) return undefined;
    context = next;
  }
  return context;
}

interface Choice {
  readonly must: readonly ConditionLine[];
  readonly may: readonly ConditionLine[];
  readonly context: RequestContext;
  readonly budget: StepBudget;
}

function likeliestOf(
  key: string,
  values: readonly (readonly string[])[],
  { must, may, context, budget }: Choice,
): RequestContext | undefined {
  const cost = [...must, ...may].reduce((sum, line) => sum + STEPS_OF_LINE + line.values.length, 1);
  let best: RequestContext | undefined;
  let least = Infinity;
  for (const value of values) {
    if (!budget.spend(cost)) return undefined;
    const tried: RequestContext = value.length === 0 ? context : new Map([...context, [key, value]]);
    if (!must.every((line) => holds(line, tried))) continue;
    const held = may.filter((line) => holds(line, tried)).length;
    if (held < least) [best, least] = [tried, held];
    if (least === 0) break;
  }
  return best;
}

const STEPS_OF_LINE = 10;

function variablesIn(value: string): readonly string[] {
  if (!value.includes('${')) return [];
  return splitVariables(value).flatMap((part) => (part.kind === 'variable' ? [part.key] : []));
}

/** A line that names what its variables stand for in a context, as far as they have one value. */
function withVariables(line: ConditionLine, context: RequestContext): ConditionLine {
  const values = line.values.map((value) => {
    if (!value.includes('${')) return value;
    const parts = splitVariables(value).map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'variable' ? context.get(part.key)?.[0] : `\${${part.character}}`;
    });
    return parts.every((part) => part !== undefined) ? parts.join('') : value;
  });
  return { ...line, values };
}

/** Whether a line of a canonical condition holds in a context. */
export function holds({ operator, key, values }: ConditionLine, context: RequestContext): boolean {
  const condition: Json = { [operator]: { [key]: values } };
  return matchCondition(condition, { context, variables: true });
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
