import { nameTest } from '../../access/action-classes.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import type { PolicyContext } from '../../policy/policy-type.ts';
import type { Holder } from './holder.ts';
import { kept } from './kept.ts';

/** Whether a policy of a principal names an action in an Allow: most rules ask for actions that none names. */
export function namesAction(
  { policies }: Pick<Holder, 'policies'>,
  action: string,
  context: PolicyContext,
): boolean {
  return namesOfAll(policies, context).names(action.toLowerCase());
}

/**
 * Those of some actions that a policy of a principal names in an Allow, in their order: as {@link namesAction} tells of
 * each. The rules ask hundreds of each principal, and its policies name the services of a few.
 */
export function namedOf(
  { policies }: Pick<Holder, 'policies'>,
  actions: readonly string[],
  context: PolicyContext,
): readonly string[] {
  const { names, services } = namesOfAll(policies, context);
  const asked = services === undefined ? numbered(actions) : ofServices(actions, services);
  return asked.filter(({ lower }) => names(lower)).map(({ action }) => action);
}

type NamesAction = (lowerAction: string) => boolean;

/** What policies name in their Allows. */
interface Names {
  readonly names: NamesAction;
  /** No action of another service is named; absent where one of any may be. */
  readonly services?: ReadonlySet<string>;
}

const namesOfAll = kept((policies: Holder['policies'], context: PolicyContext): Names => {
  const read = policies
    .flatMap(({ document, acts = {} }) => [document, ...Object.values(acts)])
    .filter(isJsonObject)
    .map((document) => namesIn(document, context));
  const services = read.map((one) => one.services);
  const isBounded = services.every((some) => some !== undefined);
  return {
    names: (lower) => read.some(({ names }) => names(lower)),
    ...(isBounded ? { services: new Set(services.flatMap((some) => [...some])) } : {}),
  };
});

const namesIn = kept((document: JsonObject, context: PolicyContext): Names => {
  const statements = parsePolicy(document, 'identity', context);
  const allowed = (statements ?? []).filter(({ effect }) => effect === 'Allow').map(({ action }) => action);
  const isOpen = statements === undefined || allowed.some(({ negated }) => negated);
  if (isOpen) return { names: () => true };
  const patterns = allowed.flatMap((action) => action.patterns);
  const services = patterns.map(serviceOf);
  const isBounded = !services.some((service) => /^$|[*?]/.test(service));
  return { names: nameIn(patterns), ...(isBounded ? { services: new Set(services) } : {}) };
});

/** `s3` of `s3:GetObject`; nothing of `*`. */
function serviceOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(':'), 0));
}

interface Numbered {
  readonly action: string;
  readonly lower: string;
  readonly at: number;
}

/** The lists of the rules never change. */
const NUMBERED = new WeakMap<readonly string[], readonly Numbered[]>();
const BY_SERVICE = new WeakMap<readonly string[], ReadonlyMap<string, readonly Numbered[]>>();

function numbered(actions: readonly string[]): readonly Numbered[] {
  const all =
    NUMBERED.get(actions) ?? actions.map((action, at) => ({ action, lower: action.toLowerCase(), at }));
  NUMBERED.set(actions, all);
  return all;
}

function ofServices(actions: readonly string[], services: ReadonlySet<string>): readonly Numbered[] {
  const byService = BY_SERVICE.get(actions) ?? byServiceOf(numbered(actions));
  BY_SERVICE.set(actions, byService);
  return [...services].flatMap((service) => byService.get(service) ?? []).sort((a, b) => a.at - b.at);
}

/** Tells whether a name is one of those that patterns mean: plain names are looked up, whatever their number. */
export function nameIn(patterns: readonly string[]): NamesAction {
  const plain = new Set(patterns.filter((pattern) => !/[*?]/.test(pattern)));
  const tests = patterns.filter((pattern) => !plain.has(pattern)).map(nameTest);
  const names: NamesAction = (action) => plain.has(action) || tests.some((test) => test(action));
  return tests.length > FEW ? asked(names) : names;
}

/** So many patterns are matched as fast as an answer is looked up, and answers to a thousand files take 40 MB. */
const FEW = 8;

/** The same few hundred actions are asked for by each rule, and of each that holds a document. */
function asked(names: NamesAction): NamesAction {
  const answers = new Map<string, boolean>();
  return (action) => {
    const answer = answers.get(action) ?? names(action);
    answers.set(action, answer);
    return answer;
  };
}

function byServiceOf(actions: readonly Numbered[]): ReadonlyMap<string, readonly Numbered[]> {
  const found = new Map<string, Numbered[]>();
  for (const one of actions) {
    const service = serviceOf(one.lower);
    found.set(service, [...(found.get(service) ?? []), one]);
  }
  return found;
}
