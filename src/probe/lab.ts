import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Change,
  type CloudFormationClient,
  type ResourceToImport,
} from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';

/** A template of JSON. */
export interface Template {
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** A change set as it was made: nothing of it is executed yet. */
export interface Proposal {
  readonly id: string;
  readonly stackName: string;
  /** `CREATE_COMPLETE` or `FAILED` */
  readonly status: string;
  readonly reason: string;
  readonly changes: readonly NonNullable<Change['ResourceChange']>[];
}

export interface ProposalOptions {
  readonly type?: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly revertDrift?: true;
  readonly imports?: readonly ResourceToImport[];
}

/** The clients and names of one run of the probe, and what it needs to do with stacks. */
export class Lab {
  readonly cloudFormation: CloudFormationClient;
  readonly iam: IAMClient;
  readonly account: string;
  /** Every name that the probe gives begins with it. */
  readonly prefix: string;
  readonly #partition: string;
  readonly #pause: () => Promise<void>;
  readonly #stacks = new Set<string>();
  #count = 0;

  constructor(options: LabOptions) {
    this.cloudFormation = options.cloudFormation;
    this.iam = options.iam;
    this.account = options.account;
    this.prefix = `${PREFIX}${options.run}-`;
    this.#partition = options.partition;
    this.#pause = options.pause;
  }

  /** A name that nothing else has. */
  name(what: string): string {
    return `${this.prefix}${what}`;
  }

  policyArn(what: string): string {
    return `arn:${this.#partition}:iam::${this.account}:policy/${this.name(what)}`;
  }

  /** Makes a change set and waits until it is made, or failed. */
  async propose(stackName: string, template: Template, options: ProposalOptions = {}): Promise<Proposal> {
    this.#stacks.add(stackName);
    this.#count += 1;
    const made = await this.cloudFormation.send(
      new CreateChangeSetCommand({
        StackName: stackName,
        ChangeSetName: `probe-${String(this.#count)}`,
        ChangeSetType: options.type ?? 'UPDATE',
        TemplateBody: JSON.stringify(template),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        ...(options.revertDrift === true ? { DeploymentMode: 'REVERT_DRIFT' } : {}),
        ...(options.imports === undefined ? {} : { ResourcesToImport: [...options.imports] }),
      }),
    );
    const id = made.Id ?? '';
    for (;;) {
      const now = await this.cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
      const { Status: status = '', StatusReason: reason = '', Changes = [] } = now;
      if (status === 'CREATE_COMPLETE' || status === 'FAILED') {
        const changes = Changes.flatMap((one) =>
          one.ResourceChange === undefined ? [] : [one.ResourceChange],
        );
        return { id, stackName, status, reason, changes };
      }
      await this.#pause();
    }
  }

  /** Executes a change set. @returns the status in which the stack comes to rest */
  async execute({ id, stackName }: Proposal): Promise<string> {
    await this.cloudFormation.send(new ExecuteChangeSetCommand({ ChangeSetName: id }));
    // Right after an execution DescribeStacks may still tell of the time before.
    for (;;) {
      const made = await this.cloudFormation.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
      if (made.ExecutionStatus === 'EXECUTE_COMPLETE' || made.ExecutionStatus === 'EXECUTE_FAILED') break;
      await this.#pause();
    }
    return this.atRest(stackName);
  }

  /** Throws a change set away. */
  async discard({ id }: Proposal): Promise<void> {
    await this.cloudFormation.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
  }

  /** Creates a stack. @throws when it cannot be created */
  async create(stackName: string, template: Template): Promise<void> {
    const proposal = await this.propose(stackName, template, { type: 'CREATE' });
    if (proposal.status === 'FAILED') throw new Error(`${stackName} was refused: ${proposal.reason}`);
    const status = await this.execute(proposal);
    if (status !== 'CREATE_COMPLETE') throw new Error(`${stackName} is in ${status}`);
  }

  async atRest(stackName: string): Promise<string> {
    for (;;) {
      const { Stacks = [] } = await this.cloudFormation.send(
        new DescribeStacksCommand({ StackName: stackName }),
      );
      const status = Stacks[0]?.StackStatus ?? 'DELETE_COMPLETE';
      if (!status.endsWith('_IN_PROGRESS')) return status;
      await this.#pause();
    }
  }

  /** Deletes every stack of this run, whatever its state. */
  async deleteStacks(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const StackName of this.#stacks) {
      try {
        await this.cloudFormation.send(new DeleteStackCommand({ StackName }));
        if ((await this.#deleted(StackName)) === 'DELETE_FAILED') {
          await this.cloudFormation.send(
            new DeleteStackCommand({ StackName, DeletionMode: 'FORCE_DELETE_STACK' }),
          );
          await this.#deleted(StackName);
        }
      } catch (error) {
        left.push(`${StackName}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return left;
  }

  async #deleted(stackName: string): Promise<string> {
    try {
      return await this.atRest(stackName);
    } catch {
      return 'DELETE_COMPLETE';
    }
  }
}

export const PREFIX = 'rolekeeper-probe-';

export interface LabOptions {
  readonly cloudFormation: CloudFormationClient;
  readonly iam: IAMClient;
  /** Twelve digits. */
  readonly account: string;
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  /** Letters and digits that no other run has. */
  readonly run: string;
  /** Between two looks at something that is under way. */
  readonly pause: () => Promise<void>;
}
