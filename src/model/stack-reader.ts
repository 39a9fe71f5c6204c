/** One stack as DescribeStacks says it. */
export interface StackRow {
  readonly stackName: string;
  readonly stackId: string;
  /** CloudFormation's StackStatus. */
  readonly status: string;
  readonly statusReason?: string;
  readonly description?: string;
  /** The role that CloudFormation assumes for this stack. */
  readonly roleArn?: string;
  readonly terminationProtection: boolean;
  /** The names of its parameters. */
  readonly parameters?: readonly string[];
  /** The stack in whose template it stands. */
  readonly parentId?: string;
  /** ISO time of the last update, or of the creation when there was none. */
  readonly lastUpdated: string;
  /**
   * The latest operations that changed it, the newest first, by their ids
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_OperationEntry.html). Absent where
   * CloudFormation does not say.
   */
  readonly operations?: readonly string[];
}

/** One resource that a stack has. */
export interface StackResourceRow {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
}

/** The stack that a resource belongs to, in the account and region of the reader. */
export interface StackOwner {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
}

/** One line of a stack's history. */
export interface StackEventRow {
  readonly id: string;
  /** ISO time. */
  readonly time: string;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason?: string;
  /** The token of the call that started the operation. */
  readonly clientToken?: string;
  readonly operationId?: string;
}

/** A resource, and the stack that has it. */
export interface OwnedResource extends StackOwner, StackResourceRow {}

/** One change set of a stack, without its changes. */
export interface ChangeSetRow {
  readonly changeSetId: string;
  readonly name: string;
  readonly status: string;
  readonly executionStatus: string;
  /** ISO time. */
  readonly created: string;
}

/**
 * The reading half of CloudFormation. Every call gives all pages, and throws a RolekeeperError when it cannot say.
 */
export interface StackReader {
  /** All stacks whose name begins with the prefix, sorted by name. */
  stacks(prefix: string): Promise<readonly StackRow[]>;
  /** Undefined when it does not exist. Only an ARN finds a deleted stack. */
  stack(nameOrArn: string): Promise<StackRow | undefined>;
  /**
   * The template as it was sent, or as CloudFormation made it of that by the macros in it; undefined when the stack has none
   * or does not exist.
   */
  template(stackId: string, stage?: 'Original' | 'Processed'): Promise<string | undefined>;
  /** The resources that a stack really has; none when it does not exist. */
  resources(stackId: string): Promise<readonly StackResourceRow[]>;
  /** The logical ids of the resources that a stack really has; none when it does not exist. */
  logicalIds(stackId: string): Promise<readonly string[]>;
  /**
   * The stack that has the resource. Physical ids repeat between types (a role and its instance profile often share a
   * name), so give the CloudFormation type where it is known.
   */
  owner(physicalId: string, cloudFormationType?: string): Promise<StackOwner | undefined>;
  /** What a stack has; undefined where one answer has no room for all of it. */
  owned(stackId: string): Promise<readonly OwnedResource[] | undefined>;
  /**
   * Events of a stack, oldest first: those of the operation that a call with the token started, or without a token the
   * newest page only.
   */
  events(stackId: string, clientToken?: string): Promise<readonly StackEventRow[]>;
  /** Change sets of a stack that were not executed; none when the stack does not exist. */
  changeSets(stackId: string): Promise<readonly ChangeSetRow[]>;
}
