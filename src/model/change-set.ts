/** A property, or another part of a resource, that a change set would touch. */
export interface ChangeSetDetail {
  /** `Properties`, `Metadata`, `DeletionPolicy`, `Tags`, … */
  readonly attribute?: string;
  /** Name of the property. */
  readonly name?: string;
  readonly path?: string;
  readonly recreation?: string;
  readonly before?: string;
  readonly after?: string;
  /** `Add`, `Remove`, `Modify` or `SyncWithActual`. */
  readonly changeType?: string;
  /** `DirectModification`, `NoModification`, … */
  readonly source?: string;
}

/** What a change set would do to one resource. */
export interface ChangeSetChange {
  /** `Add`, `Modify`, `Remove`, `Import`, `Dynamic` or `SyncWithActual`. */
  readonly action: string;
  readonly logicalId: string;
  /** Absent for `Add`. */
  readonly physicalId?: string;
  readonly resourceType: string;
  /** `True`, `False` or `Conditional`. Says something for `Modify` only: imports carry `True` too. */
  readonly replacement?: string;
  /** What becomes of the old resource: `Delete`, `Retain`, … */
  readonly policyAction?: string;
  readonly scope: readonly string[];
  /** `IN_SYNC`, `MODIFIED`, `DELETED`, …; of drift-aware change sets only. */
  readonly driftStatus?: string;
  readonly details: readonly ChangeSetDetail[];
}

/** A change set with all its pages. */
export interface ChangeSet {
  readonly changeSetId: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly status: string;
  readonly executionStatus: string;
  readonly reason?: string;
  /** ISO time. */
  readonly created: string;
  readonly deploymentMode?: string;
  readonly changes: readonly ChangeSetChange[];
  /**
   * False when CloudFormation warned that it drops changes where it shows values; the changes are then all there, and
   * without values.
   */
  readonly withValues: boolean;
}

/** Why CloudFormation's early validation refused a change set, for one resource. */
export interface ValidationEvent {
  readonly logicalId?: string;
  readonly physicalId?: string;
  readonly resourceType?: string;
  /** `NAME_CONFLICT_VALIDATION`, `PROPERTY_VALIDATION`, … */
  readonly validation?: string;
  readonly reason: string;
  /** `/Resources/X/Properties` */
  readonly path?: string;
  /** `FAIL`, or `WARN` when the change set can be executed all the same. */
  readonly mode?: string;
}
