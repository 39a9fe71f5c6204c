import { canBeAsked } from '../../access/action-resources.ts';
import { namesOf } from '../../access/catalogue.ts';
import { parseArn } from '../../model/arn.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import type { RuleContext } from '../rule.ts';
import { nameIn, namesAction } from './named-actions.ts';
import type { Holder } from './holder.ts';
import { kept } from './kept.ts';

/** For each pattern of resources that an Allow of the holder names beside an action, a resource of its service that it matches and that the action is asked of. */
export function namedResources(
  holder: Pick<Holder, 'policies'>,
  action: string,
  context: RuleContext,
): readonly string[] {
  const service = action.slice(0, action.indexOf(':'));
  const known = namesOf(context.catalogue, service).find(({ name }) => `${service}:${name}` === action);
  return namedPatterns(holder, action, context)
    .filter((pattern) => parseArn(pattern)?.service.toLowerCase() === service)
    .filter((pattern) => canBeAsked(known?.formats, pattern))
    .map(someResource);
}

/** The patterns of resources, ARNs all of them, that an Allow of the holder names beside an action. */
export function namedPatterns(
  { policies }: Pick<Holder, 'policies'>,
  action: string,
  { settings }: RuleContext,
): readonly string[] {
  if (!namesAction({ policies }, action, settings)) return [];
  const lower = action.toLowerCase();
  const patterns = policies
    .flatMap(({ document, acts = {} }) => [document, ...Object.values(acts)])
    .filter(isJsonObject)
    .flatMap((document) => allowsIn(document, settings))
    .flatMap((allow) => (allow.names(lower) ? allow.patterns : []));
  return [...new Set(patterns)];
}

interface NamingAllow {
  readonly names: (action: string) => boolean;
  /** ARNs. */
  readonly patterns: readonly string[];
}

const allowsIn = kept((document: JsonObject, settings: RuleContext['settings']): readonly NamingAllow[] =>
  (parsePolicy(document, 'identity', settings) ?? []).flatMap(({ effect, action, resource }) => {
    if (effect !== 'Allow' || resource === undefined || resource.negated) return [];
    const patterns = resource.patterns.filter((pattern) => parseArn(pattern) !== undefined);
    if (patterns.length === 0) return [];
    const isNamed = nameIn(action.patterns);
    return [{ names: (name) => isNamed(name) !== action.negated, patterns }];
  }),
);

/** A resource that a pattern matches, in whatever account. */
export function someResource(pattern: string): string {
  return pattern.replaceAll('*', 'x').replaceAll('?', 'x');
}
