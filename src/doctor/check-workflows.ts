import { ok, problem, type Check } from './check.ts';
import type { OwnWorkflow } from './own-workflows.ts';

/** The workflows that use the action: their pins, their versions, their permissions, and that drift is looked for. */
export function checkWorkflows(own: readonly OwnWorkflow[], version: string): readonly Check[] {
  if (own.length === 0)
    return [problem('no workflow in .github/workflows uses the action', 'run rolekeeper init')];
  return [...pins(own, version), ...own.flatMap(checkPermissions), ...schedule(own)];
}

function pins(workflows: readonly OwnWorkflow[], version: string): readonly Check[] {
  const loose = workflows.filter(({ uses }) => uses.some(({ ref }) => !isCommit(ref)));
  const uses = workflows.flatMap((workflow) => workflow.uses);
  const refs = [...new Set(uses.map(({ action, ref }) => `${action}@${ref}`))];
  const others = [...new Set(uses.flatMap((use) => versionOf(use.ref, use.version) ?? []))].filter(
    (said) => said !== version,
  );
  return [
    ...loose.map(({ file, uses: own }) => {
      const { action = '', ref = '' } = own.find((one) => !isCommit(one.ref)) ?? {};
      return problem(
        `${file} uses the action at ${ref}, which is not a commit and can be moved`,
        `pin the commit: git ls-remote https://github.com/${action} 'refs/tags/${ref}^{}' 'refs/tags/${ref}'`,
      );
    }),
    refs.length === 1
      ? ok('all workflows use one version of the action')
      : problem(
          `the workflows use ${refs.length} versions of the action: ${refs.join(', ')}`,
          'use one version',
        ),
    ...others.map((said) =>
      problem(
        `the workflows name version ${said} of the action, and this program is ${version}`,
        `npx rolekeeper@${said} doctor, or bring the workflows to v${version}`,
      ),
    ),
  ];
}

export function isCommit(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

/** A whole version in a tag, or in the comment of a pin. */
function versionOf(ref: string, comment: string | undefined): string | undefined {
  return /^v?(\d+\.\d+\.\d+)$/.exec(comment ?? ref)?.[1];
}

function checkPermissions({ file, content }: OwnWorkflow): readonly Check[] {
  if (content === undefined) return [problem(`${file} is not YAML`, 'correct it: GitHub cannot run it')];
  const { permissions } = content;
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

function schedule(workflows: readonly OwnWorkflow[]): readonly Check[] {
  return workflows.some(({ content }) => (content?.crons ?? []).length > 0)
    ? []
    : [problem('no workflow checks for drift on a schedule', 'add iam-drift.yml: rolekeeper init writes it')];
}
