import { errorAt } from '../desired/diagnose.ts';
import type { SourceNode } from '../desired/source-tree.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { Question, Taken } from './question.ts';
import type { Template } from './read-template.ts';
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

/** One evaluation of a template with the answers so far. It ends with questions, with diagnostics, or with values. */
export interface Pass {
  /** What an expression comes to: names, conditions and expressions contain each other. */
  readonly evaluate: (pass: Pass, node: SourceNode) => Value;
  readonly template: Template;
  readonly deployment: Deployment;
  readonly answers: ReadonlyMap<string, string>;
  /** Whether defaults and proposals are answers. */
  readonly takes: boolean;
  /** Whether roles of the vendor's own machinery become a part of the file. */
  readonly serviceRoles: boolean;
  readonly questions: Map<string, Question>;
  readonly taken: Map<string, Taken>;
  /** Every answer that counted. */
  readonly used: Set<string>;
  readonly diagnostics: Diagnostic[];
  readonly refusals: Refusal[];
  /** What is left out and makes a difference. */
  readonly omissions: Refusal[];
  /** What is being evaluated, to find what contains itself. */
  readonly open: string[];
  /** Above 0 within what decides who may assume a role. */
  proof: number;
}

export function newPass(
  template: Template,
  deployment: Deployment,
  answers: ReadonlyMap<string, string>,
  takes: boolean,
  serviceRoles: boolean,
  evaluate: Pass['evaluate'],
): Pass {
  return {
    template,
    deployment,
    answers,
    takes,
    serviceRoles,
    evaluate,
    questions: new Map(),
    taken: new Map(),
    used: new Set(),
    diagnostics: [],
    refusals: [],
    omissions: [],
    open: [],
    proof: 0,
  };
}

/** The answer to a question; undefined while there is none, or none that is right. */
export function answerTo(pass: Pass, question: Question): string | undefined {
  const { id, proposal } = question;
  pass.used.add(id);
  const given = pass.answers.get(id);
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
      from: pass.template.parameters.has(id) ? 'default' : 'proposal',
    });
    return proposal;
  }
  const known = pass.questions.get(id);
  pass.questions.set(id, known?.isProof === true ? known : question);
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
    ...newPass(pass.template, pass.deployment, pass.answers, true, pass.serviceRoles, pass.evaluate),
    used: pass.used,
  };
}
