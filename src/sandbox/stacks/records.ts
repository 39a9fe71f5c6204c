import type { JsonObject } from '../json.ts';

export type StackOperationType =
  'CREATE_STACK' | 'UPDATE_STACK' | 'DELETE_STACK' | 'ROLLBACK' | 'CONTINUE_ROLLBACK';

/** A resource that a stack has. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  physicalId: string;
  status: string;
  statusReason?: string;
  updatedAt: string;
  /** The template's block, as it was applied last. */
  block: JsonObject;
  /** The properties as the handler wrote them last. */
  properties: JsonObject;
}

export interface StackEvent {
  readonly id: string;
  readonly at: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly properties?: string;
  readonly token?: string;
  readonly operationId: string;
  readonly operationType: StackOperationType;
}

export interface StackTag {
  readonly key: string;
  readonly value: string;
}

/** What a deployment brings along, and what a rollback goes back to. */
export interface Deployment {
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Parameters that are lists; absent in accounts that were saved before there were any. */
  readonly lists?: readonly string[];
  /** What conditions may ask for besides; absent in accounts that were saved before there were any. */
  readonly pseudo?: Readonly<Record<string, string>>;
  readonly tags: readonly StackTag[];
  readonly capabilities: readonly string[];
}

export type ChangeAction = 'Add' | 'Modify' | 'Remove' | 'Import' | 'SyncWithActual';

/** What a template's block has beside its properties. */
export type BlockAttribute =
  'Metadata' | 'DeletionPolicy' | 'UpdateReplacePolicy' | 'UpdatePolicy' | 'CreationPolicy' | 'DependsOn';

/** One difference inside a change, with everything that DescribeChangeSet may show of it. */
export interface ChangeDetail {
  readonly attribute: 'Properties' | BlockAttribute;
  readonly name?: string;
  readonly path: string;
  readonly recreation: 'Never' | 'Always';
  readonly changeType: 'Add' | 'Remove' | 'Modify' | 'SyncWithActual';
  readonly before?: string;
  readonly after?: string;
  readonly drift?: { readonly previous?: string; readonly actual?: string };
}

export interface Change {
  readonly action: ChangeAction;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly policyAction?: 'Delete' | 'Retain' | 'ReplaceAndDelete' | 'ReplaceAndRetain';
  readonly replacement?: 'True' | 'False';
  readonly scope: readonly string[];
  readonly details: readonly ChangeDetail[];
  readonly driftStatus?: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'UNSUPPORTED';
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  /** The last deployment's state, where `before` is the actual one (drift-aware). */
  readonly previous?: JsonObject;
  /** What the handler takes for the state before, when that is not what it wrote last (drift-aware). */
  readonly actual?: JsonObject;
}

export interface ValidationFailure {
  readonly logicalId: string;
  readonly type: string;
  readonly validation: 'NAME_CONFLICT_VALIDATION' | 'PROPERTY_VALIDATION';
  readonly path: string;
  readonly reason: string;
  readonly at: string;
}

export interface ResourceToImport {
  readonly type: string;
  readonly logicalId: string;
  readonly identifier: Readonly<Record<string, string>>;
}

export type ChangeSetType = 'CREATE' | 'UPDATE' | 'IMPORT';

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly type: ChangeSetType;
  readonly createdAt: string;
  readonly deployment: Deployment;
  readonly resourcesToImport: readonly ResourceToImport[];
  readonly importExisting: boolean;
  readonly revertDrift: boolean;
  readonly disableValidation: boolean;
  readonly operationId: string;
  readonly description?: string;
  readonly clientToken?: string;
  readonly roleArn?: string;
  readonly onStackFailure?: string;
  status: string;
  statusReason?: string;
  executionStatus: string;
  changes: readonly Change[];
  validationFailures: readonly ValidationFailure[];
}

/** One thing that an operation does to one resource. */
export interface Task {
  readonly change: Change;
  /** Tasks of these resources come first. */
  readonly after: readonly string[];
  /** What was there before, for the rollback. */
  readonly previous?: StackResource;
}

export type Phase = 'forward' | 'cleanup' | 'rollback' | 'rollback-cleanup' | 'delete';

/** What a stack is busy with. It moves on with each tick. */
export interface Operation {
  id: string;
  type: StackOperationType;
  phase: Phase;
  readonly kind: ChangeSetType | 'DELETE';
  readonly changeSetId?: string;
  readonly token?: string;
  /** The access key that started it; absent in accounts that were saved before it was noted. */
  readonly by?: string;
  readonly deployment?: Deployment;
  readonly disableRollback: boolean;
  readonly retainExceptOnCreate: boolean;
  readonly retain: readonly string[];
  readonly skip: readonly string[];
  readonly deleteOnFailure: boolean;
  pending: readonly Task[];
  done: readonly Task[];
  failed: readonly string[];
  /** How often the clean-up was tried; absent before it and in accounts that were saved before it was counted. */
  tries?: number;
}

export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly createdAt: string;
  updatedAt?: string;
  deletedAt?: string;
  status: string;
  statusReason?: string;
  roleArn?: string;
  terminationProtection: boolean;
  disableRollback: boolean;
  policy?: string;
  deployment?: Deployment;
  resources: StackResource[];
  events: StackEvent[];
  changeSets: ChangeSet[];
  operation?: Operation;
  /** A rollback that got stuck, for ContinueUpdateRollback and RollbackStack. */
  stuck?: Operation;
  lastOperations: { readonly type: StackOperationType; readonly id: string }[];
  /** When the last tick passed, in milliseconds. */
  tickedAt: number;
  staleReviewReads: number;
}

export interface CloudFormationState {
  readonly stacks: readonly Stack[];
}
