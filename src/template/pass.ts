import { errorAt } from '../desired/diagnose.ts';
import type { SourceNode } from '../desired/source-tree.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { Question, Taken } from './question.ts';
import type { Template, TemplateResource } from './read-template.ts';
import { UNKNOWN, type Value } from './value.ts';

/** What `AWS::…` stands for in the account that the file is for. */
export interface Deployment {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  /** Proposed as `AWS::StackName`. */
  readonly integration: string;
  /** A fresh UUID: proposed as the one in `AWS::StackId`. */
  readonly unique: string;
}

/** What cannot become a part of a desired file, and why. */
export interface Refusal {
  readonly location: Location;
  readonly reason: string;
  readonly remedy: string;
}

/** A template that another one names, by the place where it was found. */
export type NestedTemplates = ReadonlyMap<string, string>;

/** What a pass is over: it stays the same for templates within the template. */
export interface PassOptions {
  readonly deployment: Deployment;
  readonly answers: ReadonlyMap<string, string>;
  /** Whether defaults and proposals are answers. */
  readonly takes: boolean;
  /** Whether roles of the vendor's own machinery become a part of the file. */
  readonly serviceRoles: boolean;
  readonly nested: NestedTemplates;
}

/** One evaluation of a template with the answers so far. It ends with questions, with diagnostics, or with values. */
export interface Pass extends PassOptions {
  /** What an expression comes to: names, conditions and expressions contain each other. */
  readonly evaluate: (pass: Pass, node: SourceNode) => Value;
  readonly template: Template;
  /** What the outer template gives to one within it, by parameter. */
  readonly given: ReadonlyMap<string, string>;
  /** Files of the template and of those that it is within. */
  readonly files: readonly string[];
  /** Before the ids of questions of a template within another one: `Nested/`. */
  readonly prefix: string;
  readonly questions: Map<string, Question>;
  readonly taken: Map<string, Taken>;
  /** Every answer that counted. */
  readonly used: Set<string>;
  readonly diagnostics: Diagnostic[];
  readonly refusals: Refusal[];
  /** What is left out and makes a difference. */
  readonly omissions: Refusal[];
  /** Resources of which it is open whether they are made. */
  readonly undecided: TemplateResource[];
  /** What is being evaluated, to find what contains itself. */
  readonly open: string[];
  /** Above 0 within what decides who may assume a role. */
  proof: number;
  /** Conditions that were evaluated; those that decide a proof apart. */
  readonly conditions: Map<string, boolean | undefined>;
  /** Passes over the templates within this one, by logical id. */
  readonly inner: Map<string, Pass | undefined>;
  readonly work: { left: number };
}

/** Nodes and characters: more than any template of CloudFormation comes to, which has 1 MiB and 500 resources at most. */
const MOST_WORK = 2_000_000;

export function newPass(template: Template, options: PassOptions, evaluate: Pass['evaluate']): Pass {
  return {
    ...options,
    template,
    evaluate,
    given: new Map(),
    files: [template.file],
    prefix: '',
    questions: new Map(),
    taken: new Map(),
    used: new Set(),
    diagnostics: [],
    refusals: [],
    omissions: [],
    undecided: [],
    open: [],
    proof: 0,
    conditions: new Map(),
    inner: new Map(),
    work: { left: MOST_WORK },
  };
}

/** Takes what a step costs. @returns whether a template that multiplies its own texts is still within bounds */
export function spend({ work }: Pass, cost: number): boolean {
  work.left -= cost;
  return work.left >= 0;
}

/** The answer to a question; undefined while there is none, or none that is right. */
export function answerTo(pass: Pass, question: Question): string | undefined {
  const id = `${pass.prefix}${question.id}`;
  const { proposal } = question;
  pass.used.add(id);
  const given = pass.given.get(question.id) ?? pass.answers.get(id);
  if (given !== undefined) {
    const wrong = question.check(given);
    if (wrong === undefined) return given;
    pass.diagnostics.push(
      errorAt(question.location, 'wrong-answer', `the answer to ${id} ${wrong}`, question.asks),
    );
    return undefined;
  }
  if (pass.takes && proposal !== undefined && !question.isProof && question.check(proposal) === undefined) {
    pass.taken.set(id, {
      id,
      answer: proposal,
      from: pass.template.parameters.has(question.id) ? 'default' : 'proposal',
    });
    return proposal;
  }
  const known = pass.questions.get(id);
  pass.questions.set(id, known?.isProof === true ? known : { ...question, id });
  return undefined;
}

/** CloudFormation refuses the template because of this. */
export function wrong(pass: Pass, location: Location, message: string, hint: string): Value {
  pass.diagnostics.push(errorAt(location, 'template-expression', message, hint));
  return UNKNOWN;
}

/** CloudFormation takes it, and a desired file cannot have it. */
export function refuse(pass: Pass, location: Location, reason: string, remedy: string): Value {
  pass.refusals.push({ location, reason, remedy });
  return UNKNOWN;
}

/** Evaluates what must not contain itself. */
export function within<T>(pass: Pass, what: string, location: Location, again: T, evaluate: () => T): T {
  const start = pass.open.indexOf(what);
  if (start !== -1) {
    const cycle = [...pass.open.slice(start), what].join(' → ');
    wrong(
      pass,
      location,
      `this contains itself: ${cycle}`,
      'break the cycle: CloudFormation refuses it as well',
    );
    return again;
  }
  pass.open.push(what);
  const value = evaluate();
  pass.open.pop();
  return value;
}

/** An evaluation of what is left out anyway: it asks nothing, and what is wrong with it is not said. */
export function aside(pass: Pass): Pass {
  return {
    ...pass,
    takes: true,
    questions: new Map(),
    taken: new Map(),
    diagnostics: [],
    refusals: [],
    omissions: [],
    undecided: [],
    open: [],
    proof: 0,
    conditions: new Map(),
    inner: new Map(),
  };
}

/** A function of the template whose argument is none that it takes. */
export function arity(pass: Pass, location: Location, name: string, takes: string): Value {
  return wrong(
    pass,
    location,
    `${name} takes ${takes}`,
    'correct the template: CloudFormation refuses it as well',
  );
}
