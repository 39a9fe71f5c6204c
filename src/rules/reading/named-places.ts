import { parseArn } from '../../model/arn.ts';
import { matchResource } from '../../policy/evaluation/match-resource.ts';
import type { RuleContext } from '../rule.ts';
import type { Holder } from './holder.ts';
import { namedPatterns, someResource } from './named-resources.ts';

/** Where resources are looked for. */
export interface Place {
  readonly region: string;
  /** The instance of Identity Center: an organization has one. */
  readonly instance?: string;
  /** The region as a statement has it; absent where it names none. */
  readonly said?: string;
}

/** A region that no pattern names. */
export const ANYWHERE: Place = { region: 'xx-rolekeeper-0' };

/**
 * The places that patterns name and that are all of them that is missing to be about everything:
 * `arn:aws:lambda:us-east-1:111122223333:function:*` is every function of a region.
 *
 * @param anywhere resources in no region that is named
 */
export function placesNamed(
  holder: Holder,
  action: string,
  anywhere: readonly string[],
  context: RuleContext,
): readonly Place[] {
  const places = namedPatterns(holder, action, context).flatMap((pattern) => {
    const place = placeIn(pattern);
    if (place === undefined || !context.steps.spend(holder.address, anywhere.length)) return [];
    return anywhere.some((resource) => matchResource(openPlace(pattern), resource, undefined)) ? [place] : [];
  });
  return [...new Map(places.map((place) => [`${place.region} ${place.instance ?? ''}`, place])).values()];
}

function placeIn(pattern: string): Place | undefined {
  const { region = '', resource = '' } = parseArn(pattern) ?? {};
  const [, instance] = INSTANCE.exec(resource) ?? [];
  if (instance !== undefined) return { ...ANYWHERE, instance: someResource(instance) };
  if (/^\**$/.test(region)) return undefined;
  return { region: someResource(region), said: region };
}

/** `permissionSet/ssoins-1234567890abcdef/*` */
const INSTANCE = /^(?:permissionSet|trustedTokenIssuer)\/([^/]+)\//;

/** A pattern for every place. */
function openPlace(pattern: string): string {
  const [arn = '', partition = '', service = '', , account = '', ...resource] = pattern.split(':');
  const name = resource.join(':').replace(INSTANCE, (all, instance: string) => all.replace(instance, '*'));
  const { region = '' } = parseArn(pattern) ?? {};
  return [arn, partition, service, region === '' ? '' : '*', account, name].join(':');
}
