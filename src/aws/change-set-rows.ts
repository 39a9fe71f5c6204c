import type {
  DescribeChangeSetOutput,
  OperationEvent,
  ResourceChange,
  ResourceChangeDetail,
} from '@aws-sdk/client-cloudformation';
import type { ChangeSet, ChangeSetChange, ChangeSetDetail, ValidationEvent } from '../model/change-set.ts';
import { withoutSecrets } from '../model/secrets.ts';
import { present } from './call.ts';

const ACTION = 'cloudformation:DescribeChangeSet';

/** The head of a change set from its first page, and its changes from all. */
export function changeSetOf(
  head: DescribeChangeSetOutput,
  pages: readonly DescribeChangeSetOutput[],
  withValues: boolean,
): ChangeSet {
  return {
    changeSetId: present(head.ChangeSetId, ACTION, 'ChangeSetId'),
    name: present(head.ChangeSetName, ACTION, 'ChangeSetName'),
    stackId: present(head.StackId, ACTION, 'StackId'),
    stackName: present(head.StackName, ACTION, 'StackName'),
    status: present(head.Status, ACTION, 'Status'),
    executionStatus: head.ExecutionStatus ?? 'UNAVAILABLE',
    ...(head.StatusReason === undefined ? {} : { reason: withoutSecrets(head.StatusReason) }),
    created: present(head.CreationTime, ACTION, 'CreationTime').toISOString(),
    ...(head.DeploymentMode === undefined ? {} : { deploymentMode: head.DeploymentMode }),
    changes: pages
      .flatMap((page) => page.Changes ?? [])
      .map((change) => changeOf(present(change.ResourceChange, ACTION, 'ResourceChange'))),
    withValues,
  };
}

function changeOf(change: ResourceChange): ChangeSetChange {
  const physicalId = change.PhysicalResourceId ?? '';
  return {
    action: present(change.Action, ACTION, 'Action'),
    logicalId: present(change.LogicalResourceId, ACTION, 'LogicalResourceId'),
    ...(physicalId === '' ? {} : { physicalId }),
    resourceType: present(change.ResourceType, ACTION, 'ResourceType'),
    ...(change.Replacement === undefined ? {} : { replacement: change.Replacement }),
    ...(change.PolicyAction === undefined ? {} : { policyAction: change.PolicyAction }),
    scope: change.Scope ?? [],
    ...(change.ResourceDriftStatus === undefined ? {} : { driftStatus: change.ResourceDriftStatus }),
    details: (change.Details ?? []).map(detailOf),
  };
}

function detailOf({ Target: target, ChangeSource }: ResourceChangeDetail): ChangeSetDetail {
  return {
    ...(target?.Attribute === undefined ? {} : { attribute: target.Attribute }),
    ...(target?.Name === undefined ? {} : { name: target.Name }),
    ...(target?.Path === undefined ? {} : { path: target.Path }),
    ...(target?.RequiresRecreation === undefined ? {} : { recreation: target.RequiresRecreation }),
    ...(target?.BeforeValue === undefined ? {} : { before: target.BeforeValue }),
    ...(target?.AfterValue === undefined ? {} : { after: target.AfterValue }),
    ...(target?.AttributeChangeType === undefined ? {} : { changeType: target.AttributeChangeType }),
    ...(ChangeSource === undefined ? {} : { source: ChangeSource }),
  };
}

/** Undefined for events that are no finding of the validation. */
export function validationEventOf(event: OperationEvent): ValidationEvent | undefined {
  const reason = event.ValidationStatusReason ?? event.HookStatusReason ?? event.ResourceStatusReason;
  if (reason === undefined) return undefined;
  return {
    ...(event.LogicalResourceId === undefined ? {} : { logicalId: event.LogicalResourceId }),
    ...(event.PhysicalResourceId === undefined ? {} : { physicalId: event.PhysicalResourceId }),
    ...(event.ResourceType === undefined ? {} : { resourceType: event.ResourceType }),
    ...(event.ValidationName === undefined ? {} : { validation: event.ValidationName }),
    reason: withoutSecrets(reason),
    ...(event.ValidationPath === undefined ? {} : { path: event.ValidationPath }),
    ...(event.ValidationFailureMode === undefined ? {} : { mode: event.ValidationFailureMode }),
  };
}
