import type { AccessLevel, ActionCatalogue } from '../model/action-catalogue.ts';
import type { PatternSet } from '../model/statement.ts';
import { hasLiterals } from '../policy/evaluation/match-pattern.ts';
import { compileGlob, covers, matcherOf } from '../policy/glob.ts';
import { setKey } from '../policy/permission-rows.ts';
import { namesOf, type KnownAction } from './catalogue.ts';
import type { StepBudget } from './step-budget.ts';

/** The actions of one service that are in a class. */
export interface ServiceActions {
  readonly actions: readonly KnownAction[];
  /** Actions of the service that the catalogue does not know yet are in it too. */
  readonly unknown: boolean;
  /** Every action of the service in the catalogue. */
  readonly all: readonly KnownAction[];
}

/** Actions that no statement tells apart. */
export interface ActionClass {
  /** By service prefix, sorted. */
  readonly services: ReadonlyMap<string, ServiceActions>;
  /** Set when every service is in it that no statement names: the services that are named. */
  readonly others: readonly string[] | undefined;
  /** The statements' action sets that have them, by key. */
  readonly sets: ReadonlySet<string>;
}

/**
 * Divides all actions into classes by the action sets that have them. Only services that a set names are looked at
 * action by action; all others are alike.
 */
export function classifyActions(
  sets: readonly PatternSet[],
  catalogue: ActionCatalogue,
  budget: StepBudget,
): readonly ActionClass[] {
  const keys = [...new Set(sets.map(setKey))].join('\n');
  const classes = CLASSES.get(catalogue) ?? new Map<string, readonly ActionClass[]>();
  CLASSES.set(catalogue, classes);
  const known = classes.get(keys);
  if (known !== undefined) {
    budget.spend(sets.length);
    return known;
  }
  const result = divide(sets, catalogue, budget);
  if (budget.isSpent) return result;
  if (classes.size >= MOST_KEPT) classes.clear();
  classes.set(keys, result);
  return result;
}

// Most principals, and nearly all expectations, name the same few sets.
const CLASSES = new WeakMap<ActionCatalogue, Map<string, readonly ActionClass[]>>();
const MOST_KEPT = 200;

function divide(
  sets: readonly PatternSet[],
  catalogue: ActionCatalogue,
  budget: StepBudget,
): readonly ActionClass[] {
  const unique = [...new Map(sets.map((set) => [setKey(set), set]))].map(([key, set]) => ({ key, set }));
  const holders = new Map<string, Set<string>>();
  for (const { key, set } of unique) {
    for (const pattern of set.patterns) holders.set(pattern, (holders.get(pattern) ?? new Set()).add(key));
  }
  const listed = unique.reduce((sum, { set }) => sum + set.patterns.length, 0);
  const everywhere = [...holders.keys()].filter((pattern) => pattern === '*');
  const byService = patternsByService(holders.keys());
  const services = [...byService.keys()].sort();
  if (!budget.spend(listed)) return [everyAction(services, catalogue)];
  const drafts = new Map<string, Draft>();
  const draftFor = (matched: readonly string[]): Draft => {
    const holding = new Set(matched.flatMap((pattern) => [...(holders.get(pattern) ?? [])]));
    const keys = unique.filter(({ key, set }) => holding.has(key) !== set.negated).map(({ key }) => key);
    const signature = keys.join();
    const draft = drafts.get(signature) ?? { sets: new Set(keys), services: new Map(), others: undefined };
    drafts.set(signature, draft);
    return draft;
  };
  for (const service of services) {
    const own = [...everywhere, ...(byService.get(service) ?? [])];
    const wild = own.filter(isWild).length;
    const known = namesOf(catalogue, service).length;
    if (!budget.spend(own.length + (1 + STEPS_OF_NAME * wild) * known))
      return [everyAction(services, catalogue)];
    for (const group of groupsOf(service, own, catalogue)) {
      if (!budget.spend(unique.length + group.matched.length)) return [everyAction(services, catalogue)];
      const draft = draftFor(group.matched);
      const known = draft.services.get(service);
      draft.services.set(service, {
        actions: [...(known?.actions ?? []), ...group.actions],
        unknown: group.unknown || (known?.unknown ?? false),
        all: group.all,
      });
    }
  }
  draftFor(['*']).others = services;
  return [...drafts.values()].filter((draft) => draft.sets.size > 0);
}

/** All actions as one class: nothing is missing in it, though it says more than the sets do. */
function everyAction(services: readonly string[], catalogue: ActionCatalogue): ActionClass {
  const whole = (service: string): ServiceActions => {
    const all = namesOf(catalogue, service);
    return { actions: all, unknown: true, all };
  };
  return {
    services: new Map(services.map((service) => [service, whole(service)])),
    others: services,
    sets: new Set(),
  };
}

/** A name is read character by character. */
const STEPS_OF_NAME = 4;

interface Draft {
  readonly sets: ReadonlySet<string>;
  readonly services: Map<string, ServiceActions>;
  others: readonly string[] | undefined;
}

interface Group extends ServiceActions {
  readonly matched: readonly string[];
}

function patternsByService(patterns: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pattern of patterns) {
    if (pattern === '*') continue;
    const service = serviceOf(pattern);
    const own = found.get(service);
    if (own === undefined) found.set(service, [pattern]);
    else own.push(pattern);
  }
  return found;
}

function isWild(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** `*`, and `*?`: no action has an empty name. */
function isEvery(name: string): boolean {
  return name.includes('*') && /^\**\??\**$/.test(name);
}

function serviceOf(pattern: string): string {
  return pattern.slice(0, pattern.indexOf(':'));
}

function groupsOf(
  service: string,
  patterns: readonly string[],
  catalogue: ActionCatalogue,
): readonly Group[] {
  const groups = GROUPS.get(catalogue) ?? new Map<string, readonly Group[]>();
  GROUPS.set(catalogue, groups);
  const key = `${service}\n${patterns.join('\n')}`;
  const result = groups.get(key) ?? divideService(service, patterns, catalogue);
  if (groups.size >= MOST_KEPT) groups.clear();
  groups.set(key, result);
  return result;
}

// Expectations of one principal ask about actions of one service each, and the others are divided alike.
const GROUPS = new WeakMap<ActionCatalogue, Map<string, readonly Group[]>>();

function divideService(
  service: string,
  patterns: readonly string[],
  catalogue: ActionCatalogue,
): readonly Group[] {
  const known = namesOf(catalogue, service);
  // Most policies list actions by their names: those are looked up, and only the others are tried.
  const literal = new Map(
    patterns
      .filter((pattern) => !isWild(pattern))
      .map((pattern) => [pattern.slice(service.length + 1), pattern] as const),
  );
  const wild = patterns
    .filter((pattern) => isWild(pattern))
    .map((pattern) => ({ pattern, matches: nameTest(pattern.slice(service.length + 1)) }));
  const groups = new Map<string, { matched: readonly string[]; actions: KnownAction[] }>();
  const found = new Set<string>();
  const atoms = [...known];
  const patternsOf = (lowerName: string): readonly string[] => {
    const named = literal.get(lowerName);
    const matched = named === undefined ? [] : [named];
    for (const { pattern, matches } of wild) {
      if (pattern === '*' || matches(lowerName)) matched.push(pattern);
    }
    return matched;
  };
  const add = (action: KnownAction): void => {
    const matched = patternsOf(action.lowerName);
    for (const pattern of matched) found.add(pattern);
    const key = matched.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { matched, actions: [action] });
    else group.actions.push(action);
  };
  for (const action of known) add(action);
  // What names no action of the catalogue stands for itself: it may be newer than the catalogue.
  for (const pattern of patterns.filter((one) => !found.has(one) && one !== '*')) {
    const lowerName = pattern.slice(service.length + 1);
    if (lowerName === '*') continue;
    const action = { name: lowerName, lowerName, level: UNKNOWN };
    atoms.push(action);
    add(action);
  }
  const whole = patterns.filter((pattern) => pattern === '*' || isEvery(pattern.slice(service.length + 1)));
  const listed = [...groups.values()].map(({ matched, actions }) => ({
    matched,
    actions,
    unknown: false,
    all: atoms,
  }));
  return [...listed, { matched: whole, actions: [], unknown: true, all: atoms }];
}

const UNKNOWN: AccessLevel = 'Unknown';

/** Tells whether a name in lower case is one that a pattern means. */
export function nameTest(pattern: string): (name: string) => boolean {
  const wildcard = pattern.search(/[*?]/);
  if (wildcard === -1) return (name) => name === pattern;
  const prefix = pattern.slice(0, wildcard);
  if (pattern.slice(wildcard) === '*') return (name) => name.startsWith(prefix);
  const syntax = { variables: false, ordered: false };
  const matcher = matcherOf(compileGlob(pattern, syntax).symbols);
  // A name of the catalogue has letters and digits only; what stands for itself may be a pattern.
  return (name) =>
    name.startsWith(prefix) &&
    hasLiterals(pattern, name) &&
    covers(matcher, /[*?]/.test(name) ? compileGlob(name, syntax).symbols : lettersOf(name));
}

/** Of names that many patterns are held against: those of the catalogue, and those that files write in full. */
const LETTERS = new Map<string, readonly string[]>();

function lettersOf(name: string): readonly string[] {
  const letters = LETTERS.get(name) ?? name.split('');
  LETTERS.set(name, letters);
  return letters;
}
