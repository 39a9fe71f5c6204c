import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { parse } from 'yaml';
import { INPUT_NAMES } from '../../../src/commands/action/context.ts';
import { OUTPUT_NAMES } from '../../../src/github/outputs.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
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
        readonly if?: string;
        readonly needs?: string | readonly string[];
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

describe('.github/workflows/release.yml', () => {
  const { jobs } = workflowOf('.github/workflows/release.yml');
  const may = (permission: string): readonly string[] =>
    Object.entries(jobs).flatMap(([name, { permissions }]) =>
      permissions?.[permission] === 'write' ? [name] : [],
    );

  it('gives each job one thing to do: what builds publishes nothing, and what publishes builds nothing', () => {
    expect(may('id-token')).toEqual(['attest', 'npm']);
    expect(may('attestations')).toEqual(['attest']);
    expect(may('contents')).toEqual(['propose', 'rebuild', 'finish']);
    expect(jobs['build']?.permissions).toEqual({ contents: 'read' });
    for (const name of ['attest', 'npm', 'finish']) {
      const used = jobs[name]?.steps.flatMap(({ uses }) => uses?.split('@')[0] ?? []);
      expect(used).not.toContain('actions/checkout');
    }
  });

  it('publishes to npm from an environment, with provenance and without a token', () => {
    expect(jobs['npm']?.environment).toBe('npm');
    const text = readFileSync('.github/workflows/release.yml', 'utf8');
    expect(text).toContain('npm publish --ignore-scripts --provenance');
    expect(text).not.toContain('secrets.');
  });

  it('holds dist/ against its sources before anything is attested', () => {
    const runs = jobs['build']?.steps.flatMap(({ run }) => run ?? []) ?? [];
    expect(runs).toContain('npm run check:dist');
    expect(jobs['attest']?.needs).toEqual(['propose', 'build']);
  });

  it('takes nothing out of an event into a script', () => {
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    for (const script of scripts) expect(script).not.toContain('${{');
  });

  it('knows the version that the package has, and every file that says it', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const manifest: unknown = JSON.parse(readFileSync('.github/release-please-manifest.json', 'utf8'));
    expect(manifest).toEqual({ '.': version });
    const config = JSON.parse(readFileSync('.github/release-please-config.json', 'utf8')) as {
      readonly packages: { readonly '.': { readonly 'extra-files': readonly string[] } };
    };
    for (const file of config.packages['.']['extra-files'])
      expect(readFileSync(file, 'utf8')).toContain('x-release-please-version');
  });
});

describe('examples/workflows', () => {
  it('bind the apply role to an environment and keep the plan roles without one', () => {
    expect(workflowOf('examples/workflows/iam-apply.yml').jobs['apply']?.environment).toBe('iam-apply');
    expect(workflowOf('examples/workflows/iam-plan.yml').jobs['plan']?.environment).toBeUndefined();
  });

  it.each(['iam-apply.yml', 'iam-apply-gated.yml'])(
    '%s can be started by hand for the digests that an issue or a comment names',
    (name) => {
      const { on, jobs } = workflowOf(`examples/workflows/${name}`);
      expect(on).toMatchObject({ workflow_dispatch: { inputs: { digest: { type: 'string' } } } });
      const given = jobs['apply']?.steps.flatMap(({ with: inputs }) => inputs?.['digest'] ?? []);
      expect(given).toEqual([expect.stringContaining('inputs.digest')]);
    },
  );

  it('run the required check whatever became of the jobs before it: a skipped one counts as passed', () => {
    expect(workflowOf('examples/workflows/iam-plan-accounts.yml').jobs['comment']?.if).toBe('always()');
  });
});
