import { type FileContext, checkIntegration } from '../desired/parse-integration.ts';
import { textOf, type SourceEntry, type SourceMap } from '../desired/source-tree.ts';
import type { Address } from '../model/address.ts';
import { hasErrors, type Diagnostic, type Location } from '../model/diagnostic.ts';
import { errorAt } from '../desired/diagnose.ts';
import { isPatternLeft } from './check-answer.ts';
import { checkCycles } from './check-cycles.ts';
import { checkRules } from './check-rules.ts';
import { convertResources } from './convert-resources.ts';
import type { Converted } from './converted.ts';
import { evaluate } from './evaluate.ts';
import { desiredFile } from './desired-file.ts';
import { conditionNamed } from './evaluate-condition.ts';
import { aside, newPass, type Deployment, type Pass, type PassOptions, type Refusal } from './pass.ts';
import type { Question, Taken } from './question.ts';
import { isCustom } from './resource-values.ts';
import type { Template, TemplateResource } from './read-template.ts';
import { splitLong } from './split-long.ts';
import { plain, textsIn, valueAt } from './value.ts';

/** What is known when a template is converted, but for the account that it is for. */
export type ConversionOptions = Omit<PassOptions, 'deployment'>;

export type Conversion =
  | { readonly state: 'wrong'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly state: 'asks'; readonly questions: readonly Question[] }
  | { readonly state: 'nothing'; readonly serviceRoles: readonly string[]; readonly differences: Differences }
  | {
      readonly state: 'converted';
      readonly root: SourceMap;
      readonly addresses: readonly Address[];
      readonly warnings: readonly Diagnostic[];
      readonly differences: Differences;
    };

/** What CloudFormation would have made of the template otherwise. */
export interface Differences {
  readonly taken: readonly Taken[];
  readonly notes: readonly Refusal[];
  /** Roles of the vendor's own machinery that are left out. */
  readonly serviceRoles: readonly string[];
  /** Everything else that the template makes: how many of which type. */
  readonly others: readonly (readonly [type: string, count: number])[];
  readonly rules: readonly Refusal[];
  readonly outputs: readonly string[];
}

/** A vendor's template as a desired file, with everything that differs from what CloudFormation would make of it. */
export function convertTemplate(
  template: Template,
  deployment: Deployment,
  context: FileContext,
  options: ConversionOptions,
): Conversion {
  const pass = newPass(template, { ...options, deployment }, evaluate);
  pass.diagnostics.push(...checkCycles(pass));
  const { resources, others, notes } = convertResources(pass);
  if (pass.questions.size === 0) pass.diagnostics.push(...unknownAnswers(pass, template, options));
  if (pass.work.left < 0) pass.diagnostics.push(tooLarge(template));
  if (pass.diagnostics.length > 0) return { state: 'wrong', diagnostics: unique(pass.diagnostics) };
  if (pass.questions.size > 0) return { state: 'asks', questions: [...pass.questions.values()] };
  if (pass.undecided.length > 0) return { state: 'wrong', diagnostics: pass.undecided.map(sayUndecided) };
  const rules = checkRules(pass);
  if (rules.broken.length > 0) return { state: 'wrong', diagnostics: rules.broken };
  const plumbing = options.serviceRoles ? [] : plumbingOf(resources);
  const more: Refusal[] = [];
  const tooLong: Diagnostic[] = [];
  const kept = splitLong(
    resources.filter((one) => !plumbing.includes(one)),
    more,
    tooLong,
  );
  if (tooLong.length > 0) return { state: 'wrong', diagnostics: tooLong };
  const differences: Differences = {
    taken: [...pass.taken.values()],
    notes: uniqueNotes([...notes, ...pass.omissions, ...more]),
    serviceRoles: plumbing.map(({ name, spec }) => `${spec.list} ${plain(name)}`),
    others: counts(others.map(({ type }) => (isCustom(type) ? `${type} (the vendor's own code)` : type))),
    rules: [...rules.unchecked, ...patternsLeft(pass)],
    outputs: template.outputs.filter((output) => isGiven(pass, output)).map(({ key }) => key),
  };
  if (kept.length === 0) return { state: 'nothing', serviceRoles: differences.serviceRoles, differences };
  const file = desiredFile(pass, kept);
  if (file.wrong.length > 0) return { state: 'wrong', diagnostics: unique(file.wrong) };
  const checked = checkIntegration(file.root, context, []);
  if (hasErrors(checked.diagnostics)) return { state: 'wrong', diagnostics: checked.diagnostics };
  return {
    state: 'converted',
    root: file.root,
    addresses: checked.resources.map(({ address }) => address),
    warnings: checked.diagnostics,
    differences,
  };
}

function unknownAnswers(
  { used }: Pass,
  template: Template,
  { answers }: ConversionOptions,
): readonly Diagnostic[] {
  const unknown = [...answers.keys()].filter((id) => !used.has(id) && !template.parameters.has(id));
  const hint = `it asks ${[...used].join(', ') || 'nothing'}`;
  return unknown.map((id) =>
    errorAt(START(template), 'unknown-answer', `the template has no question ${id}`, hint),
  );
}

function tooLarge(template: Template): Diagnostic {
  return errorAt(
    START(template),
    'template-too-large',
    'the template expands to more than CloudFormation takes: it repeats its own texts',
    'use a template with the texts written out',
  );
}

/** Whether the stack has an output: its condition is not known to fail. */
function isGiven(pass: Pass, { value }: SourceEntry): boolean {
  const condition = textOf(value, 'Condition');
  return condition === undefined || conditionNamed(aside(pass), condition, value.location) !== false;
}

/** Patterns of parameters that count and that were not tried. */
function patternsLeft({ template, used, answers }: Pass): readonly Refusal[] {
  return [...template.parameters.values()].flatMap((parameter) => {
    const { name, preset = '', location } = parameter;
    if (!used.has(name) || !isPatternLeft(parameter, answers.get(name) ?? preset)) return [];
    return [
      {
        location,
        reason: `the pattern of ${name} is not checked: ${parameter.allowedPattern ?? ''}`,
        remedy: 'look at the answer',
      },
    ];
  });
}

function sayUndecided({ id, condition = '', location }: TemplateResource): Diagnostic {
  const message = `whether ${id} is made cannot be told: its condition ${condition} needs what only CloudFormation knows`;
  return errorAt(location, 'template-condition', message, 'write the values into a copy of the template');
}

const START = ({ file }: Template): Location => ({ file, line: 1, column: 1 });

/** Roles of the machinery, and the policies and profiles that only they have. */
function plumbingOf(resources: readonly Converted[]): readonly Converted[] {
  const roles = resources.filter(({ isPlumbing }) => isPlumbing);
  const others = resources.filter(({ isPlumbing }) => !isPlumbing);
  const names = (of: readonly Converted[], property: string): readonly string[] =>
    of.flatMap(({ properties }) => textsIn(valueAt(properties, property)).map(plain));
  const attachedTo = (of: readonly Converted[]): readonly string[] => [
    ...names(of, 'ManagedPolicyArns'),
    ...names(of, 'PermissionsBoundary'),
  ];
  const withThem = others.filter(({ name, properties }) => {
    const isOfRoles = attachedTo(roles).includes(plain(name)) && !attachedTo(others).includes(plain(name));
    const carried = textsIn(valueAt(properties, 'Roles')).map(plain);
    return (
      isOfRoles ||
      (carried.length > 0 && carried.every((role) => roles.some((one) => plain(one.name) === role)))
    );
  });
  return [...roles, ...withThem];
}

function counts(types: readonly string[]): Differences['others'] {
  const found = new Map<string, number>();
  for (const type of types) found.set(type, (found.get(type) ?? 0) + 1);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}

function uniqueNotes(notes: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
