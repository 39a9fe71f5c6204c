import type { Change, ChangeDetail, ChangeSet } from './records.ts';

/** One change as DescribeChangeSet shows it, with or without property values. */
export function changeAnswer(changeSet: ChangeSet, change: Change, withValues: boolean) {
  const context = (value: Change['before']) =>
    withValues && value !== undefined ? JSON.stringify(value) : undefined;
  return {
    Type: 'Resource',
    ResourceChange: {
      PolicyAction: change.policyAction,
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      Replacement: change.replacement,
      Scope: change.scope,
      ResourceDriftStatus: change.driftStatus,
      Details: withValues
        ? change.details.map((detail) => fullDetail(changeSet, detail))
        : briefDetails(change.details),
      BeforeContext: context(change.before),
      AfterContext: context(change.after),
      PreviousDeploymentContext: context(change.previous),
    },
  };
}

function fullDetail(changeSet: ChangeSet, detail: ChangeDetail) {
  const drift = detail.drift && {
    PreviousValue: detail.drift.previous,
    ActualValue: detail.drift.actual,
    DriftDetectionTimestamp: changeSet.createdAt,
  };
  return {
    Target: {
      Attribute: detail.attribute,
      Name: detail.name,
      RequiresRecreation: detail.recreation,
      Path: detail.path,
      BeforeValue: detail.before,
      AfterValue: detail.after,
      BeforeValueFrom: changeSet.revertDrift
        ? detail.drift === undefined
          ? 'PREVIOUS_DEPLOYMENT_STATE'
          : 'ACTUAL_STATE'
        : undefined,
      AfterValueFrom: changeSet.revertDrift ? 'TEMPLATE' : undefined,
      Drift: drift,
      AttributeChangeType: detail.changeType,
    },
    ...source(detail),
  };
}

/** Without property values there is one entry for each property, and no path. */
function briefDetails(details: readonly ChangeDetail[]) {
  const byProperty = new Map(details.map((detail) => [`${detail.attribute}/${detail.name ?? ''}`, detail]));
  return [...byProperty.values()].map((detail) => ({
    Target: { Attribute: detail.attribute, Name: detail.name, RequiresRecreation: detail.recreation },
    ...source(detail),
  }));
}

function source(detail: ChangeDetail) {
  const synced = detail.changeType === 'SyncWithActual';
  return { Evaluation: 'Static', ChangeSource: synced ? 'NoModification' : 'DirectModification' };
}
