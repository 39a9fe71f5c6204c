import { awsManagedName, parseArn } from '../../model/arn.ts';
import type { Reach, ReachPart } from '../../model/inventory.ts';
import { REACH_WORDS } from '../reach-words.ts';

/** How far a principal reaches, as plain text. */

const MOST_ACTIONS = 3;
const MOST_PLACES = 2;

/** One part of a reach: `reads data: s3:GetObject on acme-logs/*`. */
export function sayReachPart({ level, actions, on, limited }: ReachPart, most = MOST_ACTIONS): string {
  const where = on.includes('*')
    ? 'every resource'
    : cut(on.map(shortArn), most === MOST_ACTIONS ? MOST_PLACES : most);
  const condition = limited ? ', under conditions' : '';
  if (level === 'everything') return `everything on ${where}${condition}`;
  return `${REACH_WORDS[level]}: ${cut(actions, most)} on ${where}${condition}`;
}

/** A reach in one line, the worst first. */
export function reachLine(reach: Reach): string {
  return linesOfReach(reach).join('; ');
}

/** The same in a line for each part. */
export function linesOfReach(reach: Reach, most = 3): readonly string[] {
  const parts = reach.parts.slice(0, most).map((part) => sayReachPart(part));
  const rest = reach.parts.length > most ? [`and ${reach.parts.length - most} more`] : [];
  return [
    ...(parts.length === 0 && reach.unread.length === 0 ? ['nothing'] : parts),
    ...rest,
    ...sayUnreadOf(reach),
  ];
}

export function sayUnreadOf({ unread, unreadBoundary }: Reach): readonly string[] {
  return [
    ...(unread.length === 0
      ? []
      : [`unchecked: ${cut(unread.map(shortArn), MOST_PLACES)} was not read, so it may be more`]),
    ...(unreadBoundary === undefined
      ? []
      : [`unchecked: the boundary ${shortArn(unreadBoundary)} was not read, so it may be less`]),
  ];
}

/** An ARN without what all ARNs of its kind share. */
export function shortArn(text: string): string {
  const arn = parseArn(text);
  if (arn === undefined) return text;
  const { service, account, resource } = arn;
  if (service === 's3' && account === '') return resource;
  return awsManagedName(text) ?? (/^\d*$/.test(account) ? `${service}:${resource}` : text);
}

function cut(items: readonly string[], most: number): string {
  if (items.length <= most) return items.join(', ');
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}
