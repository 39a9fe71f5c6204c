import { failedIdsIn } from '../cloudformation/explain-failure.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { Blocker } from '../model/assessment.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isGivenUp, type Integration, type Settings } from '../model/integration.ts';
import { readinessOf } from '../plan/stack-state.ts';
import type { IntegrationPair } from '../plan/integration-pairs.ts';

/** What is wrong with an integration's stack: it blocks, or is a warning where nothing is ever applied to the stack. */
export interface StackTrouble {
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly Diagnostic[];
}

export function stackTrouble(subject: IntegrationPair, settings: Settings): StackTrouble {
  const trouble =
    subject.stack === undefined
      ? undefined
      : (stackBlocker(subject.stack) ?? protectionOf(subject, subject.stack, settings));
  if (trouble === undefined) return { blockers: [], warnings: [] };
  return isOnItsStack(subject, settings)
    ? { blockers: [trouble], warnings: [] }
    : { blockers: [], warnings: [stackWarning(trouble, subject.integration)] };
}

/**
 * Whether anything is ever applied to the stack: what only a person can solve stands in the way then, also while
 * nothing is to be done. An observed integration applies nothing, and a stack that was never ours may have our prefix
 * by chance, unless a file or the settings are about it.
 */
function isOnItsStack({ name, integration, stack }: IntegrationPair, settings: Settings): boolean {
  if (integration !== undefined) return !integration.observe;
  const isForeign = stack?.ownership.owner === 'foreign';
  return !isForeign || isGivenUp(settings, 'delete', name) || isGivenUp(settings, 'release', name);
}

/** What is wrong with a stack that nothing is applied to; without a file it has our prefix by chance. */
function stackWarning({ code, message, hint }: Blocker, integration: Integration | undefined): Diagnostic {
  const byChance = 'rolekeeper leaves it alone; with another "stackPrefix" it does not look at it';
  return { severity: 'warning', code, message, hint: integration === undefined ? byChance : hint };
}

/**
 * A stack goes with its last resource, and one whose creation failed goes before it is created anew: what protects it
 * would be met when the resources are gone already.
 */
function protectionOf(
  { integration, name }: IntegrationPair,
  { isProtected, stackName, status }: AppliedStack,
  settings: Settings,
): Blocker | undefined {
  const isEmptied =
    integration === undefined
      ? isGivenUp(settings, 'delete', name) || isGivenUp(settings, 'release', name)
      : integration.resources.length === 0;
  const isMadeAnew = integration !== undefined && status === 'ROLLBACK_COMPLETE';
  if (isProtected !== true || (!isEmptied && !isMadeAnew)) return undefined;
  const when = isEmptied
    ? 'would be deleted with its last resource'
    : 'has to be deleted before it is created anew';
  return {
    code: 'stack-state',
    message: `the stack ${stackName} has termination protection, and ${when}`,
    hint: `if it may go, run "aws cloudformation update-termination-protection --stack-name ${stackName} --no-enable-termination-protection" and apply again`,
  };
}

/** Why nothing can be applied to this stack; undefined when something can. */
function stackBlocker(stack: AppliedStack): Blocker | undefined {
  const { ownership } = stack;
  if (ownership.owner !== 'ours') {
    return {
      code: 'foreign-stack',
      message: `the stack ${stack.stackName} ${ownership.why}`,
      hint: ownership.owner === 'edited' ? putBack(stack, ownership.isRetained) : LEFT_ALONE,
    };
  }
  if (readinessOf(stack.status) !== 'stuck') return undefined;
  const reason = stack.statusReason === undefined ? '' : `: ${JSON.stringify(stack.statusReason.trim())}`;
  return {
    code: 'stack-state',
    message: `the stack ${stack.stackName} is in ${stack.status}${reason}`,
    hint: wayOut(stack),
  };
}

const LEFT_ALONE =
  'rolekeeper leaves it alone; rename the integration, set another "stackPrefix", or delete that stack';

/** The template and the files were both edited; a person has to choose. */
function putBack({ integration, stackName }: AppliedStack, isRetained: boolean): string {
  const file = `${integration}.json`;
  return (
    'rolekeeper leaves it alone until its template is back: write into the YAML what is to stay of the edit, run ' +
    `"rolekeeper render ${integration} --out ${file}" and ` +
    `"aws cloudformation update-stack --stack-name ${stackName} --template-body file://${file} --capabilities CAPABILITY_NAMED_IAM"; ` +
    (isRetained ? `${letGo(stackName)}; ` : '') +
    'then plan again'
  );
}

/** Where the text alone came back otherwise, the same resources are no update. */
function letGo(stackName: string): string {
  return (
    `where that says "No updates are to be performed", run "aws cloudformation delete-stack --stack-name ${stackName}": ` +
    'its resources stay in the account, and apply adopts them again'
  );
}

/** What a person has to run; apply does the rest. */
function wayOut({ status, statusReason, stackName }: AppliedStack): string {
  const run = (command: string, more = ''): string =>
    `run "aws cloudformation ${command} --stack-name ${stackName}${more}"`;
  switch (status) {
    case 'CREATE_FAILED':
    case 'UPDATE_FAILED':
      return `${run('rollback-stack')}; then apply again`;
    case 'UPDATE_ROLLBACK_FAILED':
      return (
        `remove what blocks the rollback, then ${run('continue-update-rollback')}; where that fails again, ` +
        `${run('continue-update-rollback', ` --resources-to-skip ${stuckIds(statusReason)}`)}; ` +
        'then apply again, which repairs what was skipped'
      );
    case 'ROLLBACK_FAILED':
    case 'DELETE_FAILED':
      return `remove what blocks the deletion, then ${run('delete-stack')}; then apply again: what stays in the account is adopted`;
    case 'IMPORT_ROLLBACK_FAILED':
      return `${run('delete-stack')}: its resources are retained; then apply again, which adopts them`;
    default:
      return 'this version of rolekeeper does not know that status: look at the stack in the CloudFormation console';
  }
}

function stuckIds(statusReason = ''): string {
  const ids = failedIdsIn(statusReason);
  return ids.length === 0 ? 'LOGICAL_ID' : ids.join(' ');
}
