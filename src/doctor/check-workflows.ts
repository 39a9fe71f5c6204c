import { parse } from 'yaml';
import { notChecked, ok, problem, type Check } from './check.ts';

/** A workflow of the repository. */
export interface WorkflowFile {
  readonly file: string;
  readonly text: string;
}

const OWN = /uses:\s*["']?([\w-]+\/rolekeeper)@([^\s"'#]+)/g;

/** The workflows that use the action: their pins, their versions, their permissions, and whether drift is looked for. */
export function checkWorkflows(files: readonly WorkflowFile[]): readonly Check[] {
  const own = files
    .map(({ file, text }) => ({ file, text, uses: [...text.matchAll(OWN)].map(([, , ref = '']) => ref) }))
    .filter(({ uses }) => uses.length > 0);
  if (own.length === 0)
    return [problem('no workflow in .github/workflows uses the action', 'run rolekeeper init')];
  return [...pins(own), ...own.flatMap(checkPermissions), schedule(own)];
}

interface OwnWorkflow extends WorkflowFile {
  readonly uses: readonly string[];
}

function pins(workflows: readonly OwnWorkflow[]): readonly Check[] {
  const loose = workflows.filter(({ uses }) => uses.some((ref) => !/^[0-9a-f]{40}$/.test(ref)));
  const refs = [...new Set(workflows.flatMap(({ uses }) => uses))];
  const pinned = loose.map(({ file, uses }) =>
    problem(
      `${file} uses the action by ${uses.join(', ')}, which can be moved`,
      `write the commit: git ls-remote https://github.com/rolekeeper/rolekeeper 'refs/tags/${uses[0] ?? ''}^{}' 'refs/tags/${uses[0] ?? ''}'`,
    ),
  );
  const versions =
    refs.length === 1
      ? ok('all workflows use one version of the action')
      : problem(`the workflows use ${refs.length} versions of the action: ${refs.join(', ')}`, 'use one');
  return [...pinned, versions];
}

function checkPermissions({ file, text }: OwnWorkflow): readonly Check[] {
  let workflow: unknown;
  try {
    workflow = parse(text);
  } catch {
    return [problem(`${file} is not YAML`, 'correct it: GitHub does not run it')];
  }
  const permissions =
    typeof workflow === 'object' && workflow !== null && 'permissions' in workflow
      ? workflow.permissions
      : undefined;
  if (permissions === undefined)
    return [
      problem(
        `${file} has no permissions: at its top`,
        "write permissions: {} there, and each job's own below: docs/github.md",
      ),
    ];
  if (permissions === 'write-all')
    return [problem(`${file} gives its token write-all`, 'write permissions: {} instead')];
  return [];
}

function schedule(workflows: readonly OwnWorkflow[]): Check {
  const scheduled = workflows.filter(({ text }) => /^\s*schedule:/m.test(text));
  return scheduled.length === 0
    ? problem('no workflow looks for drift on a schedule', 'add iam-drift.yml: rolekeeper init writes it')
    : notChecked(
        `whether ${scheduled.map(({ file }) => file).join(', ')} is still run: GitHub stops schedules of quiet repositories`,
        `gh run list --workflow ${scheduled[0]?.file.split('/').at(-1) ?? ''} --event schedule --limit 3`,
      );
}
