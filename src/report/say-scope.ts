import { type Address, type Kind, kindOf } from '../model/address.ts';
import type { AssessedPlan } from '../model/assessment.ts';
import type { InventoryEntry } from '../model/inventory.ts';
import type { Undeclared } from '../model/plan.ts';
import { sayKnown, sayLastUsed } from './inventory/say-entry.ts';
import { reachLine } from './inventory/say-reach.ts';
import { sayOutsideWay } from './say-outsider.ts';
import type { Unchecked } from '../model/live.ts';
import { sayPrincipals, type Style } from './say-statement.ts';
import { count } from './say-totals.ts';

/** `account 111122223333, region eu-central-1`. */
export function sayScope({ account, region }: AssessedPlan, { quote }: Style): string {
  return `account ${quote(account)}, region ${quote(region)}`;
}

/** What a reader must know before trusting the plan: where the live side came from when it is not simply IAM. */
export function saySource({ source }: AssessedPlan, { quote }: Style): readonly string[] {
  if (source.kind === 'files') {
    return [
      `Live IAM was not read: this compares with the files in ${quote(source.directory)} (--live). They do not have what was last applied: a difference may come from the YAML or from the account.`,
      `Nor do they tell which stack has a resource. ${quote('rolekeeper plan')} with credentials does: what exists and no stack has will be adopted, and needs ${quote('overwrite:')} in its file where it differs; what another stack has is blocked; what a stack of rolekeeper has and no file declares any more is released with ${quote('release:')}, deleted with ${quote('delete:')}, else blocked.`,
    ];
  }
  if (source.kind === 'base') {
    return [
      `Live IAM was not read: this compares with what the base branch declares (${quote(source.commit.slice(0, 7))}); what the account really has may differ.`,
    ];
  }
  return source.endpoint === undefined ? [] : [`Endpoint: ${quote(source.endpoint)}, which is not AWS.`];
}

/** What could not be read, one sentence each. */
export function sayUnchecked({ kind, address, reason }: Unchecked, { quote }: Style): string {
  return `unchecked: ${address === undefined ? `every ${kind}` : quote(address)}: ${reason}`;
}

/** Undeclared resources whose trust policy opens to the outside; these are integrations without a review. */
export function strangersIn(plan: AssessedPlan): readonly Undeclared[] {
  return plan.undeclared.filter((undeclared) => undeclared.trustsOutside);
}

/**
 * Who comes in by what no file declares, with what proof, how far that reaches and when it was used last, the worst first;
 * with the rule that says something about it, once where it is that of each of them. Where only the trust policies were read: `role/datadog trusts AWS account 464622532012`.
 */
export function sayStrangers(plan: AssessedPlan, style: Style): readonly string[] {
  const { entries = [], day = '' } = plan.undeclaredInventory ?? {};
  const told = new Set(entries.map(({ address }) => address));
  const findingOf = (address: string): string => {
    const finding = plan.findings?.find((one) => one.address === address);
    return finding === undefined ? '' : `${finding.level}: ${style.quote(finding.rule)}`;
  };
  const lines = [
    ...entries.map((entry) => ({ address: entry.address, text: sayOutsider(entry, day, style) })),
    ...strangersIn(plan)
      .filter(({ address }) => !told.has(address))
      .map(({ address, trusts }) => {
        const who = sayPrincipals({ negated: false, patterns: trusts }, style);
        return { address, text: `${style.quote(address)} trusts ${who}` };
      }),
  ].map((line) => ({ ...line, finding: findingOf(line.address) }));
  const common = findingOfEach(lines);
  return [
    ...(common === undefined ? [] : [`each ${common.kind} listed here · ${common.finding}`]),
    ...lines.map(({ text, finding }) =>
      finding === '' || common !== undefined ? text : `${text} · ${finding}`,
    ),
  ];
}

/** Where each of several resources of one kind has the same finding and nothing else has one: it is told once. */
function findingOfEach(
  lines: readonly { readonly address: Address; readonly finding: string }[],
): { readonly kind: Kind; readonly finding: string } | undefined {
  const found = lines.filter(({ finding }) => finding !== '');
  const [first] = found;
  if (first === undefined || found.length === 1) return undefined;
  const kind = kindOf(first.address);
  const isOfEach = lines.every(
    ({ address, finding }) => finding === (kindOf(address) === kind ? first.finding : ''),
  );
  return isOfEach ? { kind, finding: first.finding } : undefined;
}

const MOST_ENTRANCES = 3;

function sayOutsider(entry: InventoryEntry, day: string, style: Style): string {
  const { quote, prose } = style;
  const who = entry.entrances.slice(0, MOST_ENTRANCES).map((entrance) =>
    sayOutsideWay(entrance)
      .map((word) => (typeof word === 'string' ? word : 'text' in word ? quote(word.text) : word.message))
      .join(''),
  );
  const left = entry.entrances.length - who.length;
  const rest = left === 0 ? '' : ` and ${left} more`;
  const isPlain = entry.reach.known && ['everything', 'nothing'].includes(entry.reach.value.level);
  const reach = sayKnown(entry.reach, reachLine);
  return `${quote(entry.address)} · ${entry.danger}: ${who.join(', ')}${rest} · reach: ${isPlain ? prose(reach) : quote(reach)} · last used: ${prose(sayLastUsed(entry, day))}`;
}

/** In one line, as they stand far below; empty where none is as dangerous. */
export function sayWorstStrangers({ undeclaredInventory }: AssessedPlan, { quote }: Style): string {
  const worst = (undeclaredInventory?.entries ?? []).filter(({ danger }) => danger === 'critical');
  const names = worst.slice(0, MOST_WORST).map(({ address }) => quote(address));
  const left = worst.length - names.length;
  return names.length === 0 ? '' : `${names.join(', ')}${left === 0 ? '' : ` and ${left} more`}`;
}

const MOST_WORST = 6;

/** How much of the account no file declares; empty when that is nothing. */
export function sayUndeclared(plan: AssessedPlan): string {
  if (plan.undeclared.length === 0) return '';
  const strangers = strangersIn(plan).length;
  const outside = strangers === 0 ? '' : `, ${strangers} of them open to the outside`;
  return `${count(plan.undeclared.length, 'resource')} of the account ${plan.undeclared.length === 1 ? 'is' : 'are'} not declared${outside}`;
}

/** Said once, small: what a plan of IAM cannot see. */
export const OUT_OF_SIGHT =
  'Out of sight: SCPs, resource and key policies, sessions, stacks in other regions.';
