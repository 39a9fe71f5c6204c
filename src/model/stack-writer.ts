import type { ChangeSet, ValidationEvent } from './change-set.ts';

export interface ResourceToImport {
  readonly resourceType: string;
  readonly logicalId: string;
  /** `{ RoleName: 'x' }`, `{ PolicyArn: 'arn:…' }`, … */
  readonly identifier: Readonly<Record<string, string>>;
}

export interface ChangeSetRequest {
  readonly stackName: string;
  readonly changeSetName: string;
  readonly type: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly template: string;
  readonly description: string;
  /** Makes a repeated call harmless. */
  readonly clientToken: string;
  /** The role that CloudFormation assumes; the stack keeps it for all later operations. */
  readonly roleArn?: string;
  /** With `IMPORT` only. */
  readonly resourcesToImport?: readonly ResourceToImport[];
  /** Parameters of the stack that keep the value that they have, known or not. With `UPDATE` only. */
  readonly keptParameters?: readonly string[];
  /** With `UPDATE` only. */
  readonly deploymentMode?: 'REVERT_DRIFT';
}

/**
 * The writing half of CloudFormation, and the only port of rolekeeper that changes an account. No call waits for what
 * it started. All throw a RolekeeperError: `stack-busy` when another operation is running on the stack,
 * `change-set-failed` when CloudFormation refuses, `access-denied`, `unreachable`, ….
 */
export interface StackWriter {
  createChangeSet(
    request: ChangeSetRequest,
  ): Promise<{ readonly changeSetId: string; readonly stackId: string }>;
  /** Undefined when it does not exist (any more). */
  describeChangeSet(changeSetId: string): Promise<ChangeSet | undefined>;
  executeChangeSet(changeSetId: string, clientToken: string): Promise<void>;
  /** Done as well when there is no such change set. */
  deleteChangeSet(changeSetId: string): Promise<void>;
  /** Done as well when there is no such stack. */
  deleteStack(stackId: string, clientToken: string): Promise<void>;
  /** Undefined when rolekeeper may not read them, none when nothing answers: they explain a failure and nothing depends on them. */
  validationEvents(changeSetId: string): Promise<readonly ValidationEvent[] | undefined>;
}
