import { createHash } from 'node:crypto';
import type { OpenPull } from '../../../github/open-pulls.ts';
import type { AssessedIntegration, AssessedPlan } from '../../../model/assessment.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Finding } from '../../../model/finding.ts';
import { type Json, canonicalJson } from '../../../model/json.ts';
import { sayDriftTotals } from '../../../report/describe-drift.ts';
import { type DriftItem, driftItemsOf, isDrift } from '../../../report/drift-items.ts';
import { driftRemediesBlock } from '../../../report/drift-remedies.ts';
import { codeSpan } from '../../../report/escape-markdown.ts';
import { maskExternalIds } from '../../../report/external-id.ts';
import { dueIn } from '../../../report/due-dates.ts';
import type { Render } from '../../../review/comment-body.ts';
import type { GitHubRun } from '../context.ts';
import { reportWithin, runLink } from './plan-text.ts';

/** What keeps the drift issue open: edits of the account, and what is merged and not applied. */
export function openItems(plan: AssessedPlan): readonly DriftItem[] {
  return driftItemsOf(plan).filter((item) => isDrift(item) || item.driftClass === 'pending');
}

/** Stacks that only a person can help: they keep the issue open too. */
export function blockedStacks({ integrations }: AssessedPlan): readonly AssessedIntegration[] {
  return integrations.filter(({ blockers }) => blockers.length > 0);
}

/**
 * Roles that no file declares and that let an outside account in, where the level of `undeclared-outside-trust` says
 * that this must not be: they keep the issue open too. By default they are shown there, and do not open it: an account
 * that begins has dozens of them.
 */
export function forbiddenStrangers({ findings = [] }: AssessedPlan): readonly Finding[] {
  return findings.filter(({ level }) => level === 'error');
}

/** Stacks that no folder is about any more: they keep the issue open too. */
export function lostStacksIn({ warnings = [] }: AssessedPlan): readonly Diagnostic[] {
  return warnings.filter(({ code }) => code === 'stack-without-folder');
}

/**
 * Moves when the drift is another one, or another stack needs help; not with the clock, and not with what people know
 * already and hold.
 */
export function driftDigest(plan: AssessedPlan, items: readonly DriftItem[]): string {
  const rows = items.map(({ integration, entry, driftClass }): Json => [
    integration.integration,
    integration.digest,
    entry.address,
    driftClass,
  ]);
  const stacks = blockedStacks(plan).map(({ integration, blockers }): Json => [
    integration,
    ...blockers.map(({ code }) => code),
  ]);
  const strangers = forbiddenStrangers(plan).map(({ rule, address }): Json => [rule, address]);
  const lost = lostStacksIn(plan).map(({ code, message }): Json => [code, message]);
  const due = dueIn(plan).map(({ code, message }): Json => [code, message]);
  const sorted = [...rows, ...stacks, ...strangers, ...lost, ...due].map(canonicalJson).sort();
  return createHash('sha256').update(sorted.join('\n'), 'utf8').digest('hex');
}

export function driftTitle(plan: AssessedPlan, items: readonly DriftItem[]): string {
  const blocked = blockedStacks(plan).length;
  const undeclared = forbiddenStrangers(plan).length;
  const lost = lostStacksIn(plan).length;
  const due = dueIn(plan).length;
  const said = [
    sayDriftTotals(items),
    blocked === 0 ? '' : `${blocked} blocked`,
    undeclared === 0 ? '' : `${undeclared} undeclared`,
    lost === 0 ? '' : `${lost} without a folder`,
    due === 0 ? '' : `${due} due by ${due === 1 ? 'its date' : 'their dates'}`,
  ];
  return `IAM drift in account ${plan.account}: ${said.filter((part) => part !== '').join(', ')}`;
}

export interface DriftTextInput {
  readonly plan: AssessedPlan;
  /** When the account was read, for readers. */
  readonly at: string;
  readonly run: GitHubRun;
  readonly openPulls: readonly OpenPull[];
}

/** The issue: what differs, the answers to it, who is at work on it already, and when it was looked at last. */
export function driftBody(input: DriftTextInput): Render {
  const { plan, at, run } = input;
  const head = `${lastCheckedLine(at)} · ${runLink(run)}\n\n`;
  const pulls = sayOpenPulls(input);
  // What is quoted for the YAML must not show an external id either.
  const items = openItems(maskExternalIds(plan));
  return (limit) => {
    const foot = ['', pulls, driftRemediesBlock(items, limit)]
      .filter((part) => part !== '')
      .map((part) => `\n${part}\n`)
      .join('');
    return head + reportWithin(limit - head.length - foot.length, plan, 'drift', run) + foot;
  };
}

function sayOpenPulls({ plan, openPulls }: DriftTextInput): string {
  const files = new Map(
    openItems(plan).flatMap(({ integration }) =>
      integration.file === undefined ? [] : [[integration.file, integration.integration] as const],
    ),
  );
  const lines = openPulls.flatMap(({ number, url, paths }) => {
    const names = paths.flatMap((path) => files.get(path) ?? []);
    return names.length === 0
      ? []
      : [`- [pull request ${number}](${url}) changes ${names.map((name) => codeSpan(name)).join(', ')}`];
  });
  return lines.length === 0 ? '' : ['### Already at work on it', '', ...lines].join('\n');
}

/** How the drift issue says when the account was last read as a whole. */
export function lastCheckedLine(at: string): string {
  return `Last checked ${at}`;
}

/** `2026-08-22 05:17 UTC`, for readers. */
export function minuteOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
