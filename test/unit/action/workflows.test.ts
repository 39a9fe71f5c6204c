import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { parse } from 'yaml';
import { INPUT_NAMES } from '../../../src/commands/action/inputs.ts';
import { OUTPUT_NAMES } from '../../../src/github/outputs.ts';

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly environment?: string;
        readonly steps: readonly Step[];
      }
    >
  >;
}

const FOLDERS = ['examples/workflows', '.github/workflows'];
const files = FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
const workflowOf = (file: string): Workflow => parse(readFileSync(file, 'utf8')) as Workflow;
const stepsOf = (file: string): readonly Step[] =>
  Object.values(workflowOf(file).jobs).flatMap(({ steps }) => steps);
const action = parse(readFileSync('action.yml', 'utf8')) as {
  readonly inputs: Readonly<
    Record<string, { readonly description?: string; readonly required?: boolean; readonly default?: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description?: string }>>;
  readonly runs: unknown;
};

function errorsOf(result: {
  context: { errors: { getErrors(): readonly { message: string }[] } };
}): readonly string[] {
  return result.context.errors.getErrors().map(({ message }) => message);
}

describe('action.yml', () => {
  it("passes GitHub's own parser", () => {
    const content = readFileSync('action.yml', 'utf8');
    expect(errorsOf(parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter()))).toEqual([]);
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/action.js' });
  });

  it('has the inputs and outputs that the code has, each described, none required', () => {
    expect(Object.keys(action.inputs).sort()).toEqual([...INPUT_NAMES].sort());
    expect(Object.keys(action.outputs)).toEqual(OUTPUT_NAMES);
    for (const input of Object.values(action.inputs)) {
      // The parser lets a misspelt key pass.
      expect(Object.keys(input).sort()).toEqual(['default', 'description', 'required']);
      expect(input.required).toBe(false);
    }
    for (const output of Object.values(action.outputs)) expect(Object.keys(output)).toEqual(['description']);
  });

  it('is explained in docs/github.md, input by input and output by output', () => {
    const docs = readFileSync('docs/github.md', 'utf8');
    for (const name of [...INPUT_NAMES, ...OUTPUT_NAMES]) expect(docs).toContain(`| \`${name}\` |`);
  });
});

describe.each(files)('%s', (file) => {
  it("passes GitHub's own parser", () => {
    const content = readFileSync(file, 'utf8');
    expect(errorsOf(parseWorkflow({ name: file, content }, new NoOperationTraceWriter()))).toEqual([]);
  });

  it('grants nothing but what a job asks for, and never runs on pull_request_target', () => {
    const workflow = workflowOf(file);
    expect(workflow.permissions).toEqual({});
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    for (const { permissions } of Object.values(workflow.jobs)) expect(permissions).toBeDefined();
  });

  it('pins every action of others to a commit', () => {
    const used = stepsOf(file).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    for (const uses of used)
      expect(uses).toMatch(/^(?:\.\/|rolekeeper\/rolekeeper@v\d+\.\d+\.\d+|[\w-]+\/[\w-]+@[0-9a-f]{40})$/);
  });

  it('passes rolekeeper nothing that it does not know', () => {
    const own = stepsOf(file).filter(({ uses }) => uses === './' || uses?.startsWith('rolekeeper/') === true);
    for (const step of own)
      for (const name of Object.keys(step.with ?? {})) expect(INPUT_NAMES).toContain(name);
  });
});

describe('examples/workflows', () => {
  it('bind the apply role to an environment and keep the plan roles without one', () => {
    expect(workflowOf('examples/workflows/iam-apply.yml').jobs['apply']?.environment).toBe('iam-apply');
    expect(workflowOf('examples/workflows/iam-plan.yml').jobs['plan']?.environment).toBeUndefined();
  });
});
