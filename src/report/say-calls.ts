import type { CallCounts } from '../model/call-counts.ts';
import type { JudgedCounts } from '../model/judged-tally.ts';

/** `12 calls to AWS: cloudformation:DescribeStacks 1, iam:ListRoles 11`; empty where there was none. */
export function sayCalls(calls: CallCounts): string {
  const operations = Object.entries(calls).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = operations.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return '';
  const each = operations.map(([operation, count]) => `${operation} ${count}`).join(', ');
  return `${total} ${total === 1 ? 'call' : 'calls'} to AWS: ${each}`;
}

/** How far a command is. */
export interface ReadSoFar {
  readonly seconds: number;
  /** Of a command over one scope, 1. */
  readonly scopes: { readonly done: number; readonly all: number };
  /** Of the integrations, those whose templates were asked for. */
  readonly integrations: { readonly done: number; readonly all: number };
  /** Answers that list the account's IAM. */
  readonly pages: number;
  readonly calls: number;
  readonly judged: JudgedCounts;
  /** What AWS has answered nothing of for a while. */
  readonly unanswered?: { readonly seconds: number; readonly operations: readonly string[] };
}

/** `Still at work after 12 s: 2 of 50 scopes, 96 of 300 integrations, 14 pages of IAM, 131 calls; judgements: 7 of access`. */
export function sayReadSoFar({
  seconds,
  scopes,
  integrations,
  pages,
  calls,
  judged,
  unanswered,
}: ReadSoFar): string {
  const parts = [
    ...(scopes.all > 1 ? [`${scopes.done} of ${scopes.all} scopes`] : []),
    ...(integrations.all > 0
      ? [`${Math.min(integrations.done, integrations.all)} of ${integrations.all} integrations`]
      : []),
    `${pages} ${pages === 1 ? 'page' : 'pages'} of IAM`,
    `${calls} ${calls === 1 ? 'call' : 'calls'}`,
  ];
  const said = sayJudged(judged);
  const wait =
    unanswered === undefined
      ? ''
      : `; no answer for ${Math.round(unanswered.seconds)} s to ${unanswered.operations.join(', ')}`;
  return sayWorkSoFar(seconds, `${parts.join(', ')}${said === '' ? '' : `; judgements: ${said}`}${wait}`);
}

/** How often: of a principal that was edited the access is compared twice, and expectations with and without AWS's own policies. */
function sayJudged({ access, expectations, rules }: JudgedCounts): string {
  return [
    ...(access === 0 ? [] : [`${access} of access`]),
    ...(expectations === 0 ? [] : [`${expectations} of expectations`]),
    ...(rules === 0 ? [] : [`${rules} by the rules`]),
  ].join(', ');
}

/** `Still at work after 3 s: 412 files checked`. */
export function sayWorkSoFar(seconds: number, done: string): string {
  return `Still at work after ${Math.round(seconds)} s: ${done}`;
}
