import type { RunBudget, StepBudget } from '../access/step-budget.ts';
import { addressKey } from '../model/address.ts';
import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import {
  levelsOf,
  RULE_NAMES,
  sortFindings,
  type Finding,
  type RuleException,
  type RuleLevel,
  type RuleName,
} from '../model/finding.ts';
import { acknowledgement, type Integration, type Scope } from '../model/integration.ts';
import { canonicalJson, asJson } from '../model/json.ts';
import type { Undeclared } from '../model/plan.ts';
import { addressOfResource } from '../model/resource.ts';
import { ReviewSteps } from './reading/review-steps.ts';
import { RULES } from './registry.ts';
import type { Remark, RuleContext } from './rule.ts';

export interface ReviewInput {
  readonly scope: Scope;
  readonly catalogue: ActionCatalogue;
  /** `YYYY-MM-DD`: decides whether an exception has run out, and a review is overdue. */
  readonly today: string;
  /** Managed policies that no file declares, as they were read; without it, only the best-known ones of AWS are known. */
  readonly policies?: RuleContext['policies'];
  /** What judging the scope may cost in all; without it, each principal alone has a limit. */
  readonly budget?: RunBudget;
  /** Called for each integration that was judged. */
  readonly onIntegration?: () => void;
}

/** What the rules say of one integration. */
export interface IntegrationReview {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Exceptions that except nothing. */
  readonly warnings: readonly Diagnostic[];
}

/** What the rules say of every integration of a scope, by its name. Reads nothing, and needs no account. */
export function reviewScope(input: ReviewInput): ReadonlyMap<string, IntegrationReview> {
  const context = contextOf(input);
  return new Map(
    input.scope.integrations.map((integration) => {
      const review = reviewIntegration(integration, context, input);
      input.onIntegration?.();
      return [integration.name, review];
    }),
  );
}

/** The addresses, as keys, of which one rule says something, whatever its level and its exceptions. */
export function remarkedBy(rule: RuleName, input: ReviewInput): ReadonlySet<string> {
  const context = contextOf(input);
  return new Set(
    input.scope.integrations.flatMap((integration) =>
      remarksOf(rule, integration, context).map(({ address }) => addressKey(address)),
    ),
  );
}

/** What the rules say of resources that no file declares, the worst first. */
export function reviewUndeclared(undeclared: readonly Undeclared[], input: ReviewInput): readonly Finding[] {
  return sortFindings(strangersIn(undeclared, contextOf(input)));
}

function contextOf({ scope, catalogue, today, policies, budget }: ReviewInput): RuleContext {
  const declared = scope.integrations.flatMap(({ resources }) => resources);
  return {
    settings: scope.settings,
    declared,
    catalogue,
    today,
    steps: new ReviewSteps(fileOf(scope, budget)),
    ...(policies === undefined ? {} : { policies }),
  };
}

/** The budget of the file that declares a principal. */
function fileOf(
  { integrations }: Scope,
  budget: RunBudget | undefined,
): (principal: string) => StepBudget | undefined {
  if (budget === undefined) return () => undefined;
  const files = new Map(
    integrations.flatMap(({ name, resources }) =>
      resources.map(({ resource }): readonly [string, string] => [addressOfResource(resource), name]),
    ),
  );
  return (principal) => budget.of(files.get(principal) ?? '');
}

function reviewIntegration(
  integration: Integration,
  context: RuleContext,
  { today }: ReviewInput,
): IntegrationReview {
  const exceptions = integration.exceptions ?? [];
  const levels = levelsOf(context.settings);
  // Of a rule that is off only its exceptions are looked at: whether they except anything.
  const asked = RULE_NAMES.filter(
    (rule) => levels[rule] !== 'off' || exceptions.some((one) => one.rule === rule),
  );
  const remarks = asked.flatMap((rule) =>
    remarksOf(rule, integration, context).map((remark) => ({ rule, remark })),
  );
  const findings = remarks.flatMap(({ rule, remark }): readonly Finding[] => {
    const exception = exceptions.find((one) => excepts(one, rule, remark));
    if (exception !== undefined && !hasEnded(exception, today)) return [];
    const { level: least, ...what } = remark;
    const level = levelFor(integration, levelOf(levels[rule], least));
    if (level === 'off') return [];
    const hint =
      exception === undefined
        ? remark.hint
        : `${remark.hint}; its exception ended on ${exception.until ?? ''}`;
    return [{ rule, level, integration: integration.name, ...what, hint }];
  });
  const stale = exceptions.filter((one) => !remarks.some(({ rule, remark }) => excepts(one, rule, remark)));
  return { findings: sortFindings(findings), warnings: stale.map((one) => staleException(one, integration)) };
}

function remarksOf(rule: RuleName, integration: Integration, context: RuleContext): readonly Remark[] {
  const { [rule]: found } = RULES;
  if (found.about !== 'declared') return [];
  const remarks = [...found.find(integration, context), ...givenUp(rule, integration, context)];
  // A statement that names two principals is one thing to correct.
  return [...new Map(remarks.map((remark) => [canonicalJson(asJson(remark)), remark])).values()];
}

/** The principals of which a rule cannot say what it has to: that is said in its place, at its level. */
function givenUp(rule: RuleName, { resources }: Integration, { steps }: RuleContext): readonly Remark[] {
  return steps.takeRefused().map((principal) => {
    const location = resources.find(({ resource }) => addressOfResource(resource) === principal)?.location;
    return {
      address: principal,
      message: `the policies of ${principal} are too complex to judge by ${rule}: what it would find in them is not known`,
      hint: 'write fewer patterns with several wildcards, and fewer denials of them',
      ...(location === undefined ? {} : { location }),
    };
  });
}

/** What is cut off, or never applied, can do no harm: it is shown and blocks nothing. */
function levelFor({ observe, suspended }: Integration, level: RuleLevel): RuleLevel {
  return level === 'error' && (observe || suspended === true) ? 'warning' : level;
}

/** A rule that is off says nothing, however bad it is. */
function levelOf(level: RuleLevel, least: Remark['level']): RuleLevel {
  return level === 'off' ? level : (least ?? level);
}

function excepts({ rule, address }: RuleException, name: RuleName, remark: Remark): boolean {
  return rule === name && addressKey(address) === addressKey(remark.address);
}

function hasEnded({ until }: RuleException, today: string): boolean {
  return until !== undefined && until <= today;
}

function staleException(
  { rule, address }: RuleException,
  { file, acknowledgedAt = {} }: Integration,
): Diagnostic {
  const location = acknowledgedAt[acknowledgement('exceptions', `${rule} of ${address}`)];
  return {
    severity: 'warning',
    code: 'stale-exception',
    message: `the exception in ${file} from ${rule} for ${address} excepts nothing`,
    hint: 'remove it, so that it does not accept something later without a review',
    location: location ?? { file, line: 1, column: 1 },
  };
}

function strangersIn(undeclared: readonly Undeclared[], context: RuleContext): readonly Finding[] {
  const levels = levelsOf(context.settings);
  return RULE_NAMES.flatMap((rule) => {
    const { [rule]: found } = RULES;
    const level = levels[rule];
    if (found.about !== 'undeclared' || level === 'off') return [];
    return undeclared.flatMap((one) =>
      found.find(one, context).map(({ level: least, ...what }) => ({
        rule,
        level: least ?? level,
        ...what,
      })),
    );
  });
}
