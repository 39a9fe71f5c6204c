import { nameTest } from '../../access/action-classes.ts';
import { canBeAsked } from '../../access/action-resources.ts';
import { namesOf } from '../../access/catalogue.ts';
import { parseArn } from '../../model/arn.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import type { RuleContext } from '../rule.ts';
import { namesAction } from './grant.ts';
import type { Holder } from './holder.ts';

/** For each pattern of resources that an Allow of the holder names beside an action, a resource of its service that it matches and that the action is asked of. */
export function namedResources(
  holder: Pick<Holder, 'policies'>,
  action: string,
  { settings, catalogue }: RuleContext,
): readonly string[] {
  if (!namesAction(holder, action, settings)) return [];
  const lower = action.toLowerCase();
  const service = action.slice(0, action.indexOf(':'));
  const formats = namesOf(catalogue, service).find(({ name }) => `${service}:${name}` === action)?.formats;
  const patterns = holder.policies.flatMap(({ document }) =>
    (parsePolicy(document, 'identity', settings) ?? []).flatMap((statement) => {
      const { effect, resource } = statement;
      if (effect !== 'Allow' || resource === undefined || resource.negated) return [];
      const isNamed = statement.action.patterns.some((pattern) => nameTest(pattern)(lower));
      return isNamed === statement.action.negated ? [] : resource.patterns;
    }),
  );
  return [...new Set(patterns)]
    .filter((pattern) => parseArn(pattern)?.service.toLowerCase() === service && canBeAsked(formats, pattern))
    .map(someResource);
}

/** A resource that a pattern matches, in whatever account. */
export function someResource(pattern: string): string {
  return pattern.replaceAll('*', 'x').replaceAll('?', 'x');
}
