import type { CallCounts } from '../model/call-counts.ts';
import type { RolekeeperError } from '../model/failure.ts';
import type { IamReader } from '../model/iam-reader.ts';
import type { CredentialReader } from '../model/credential.ts';
import type { IamUseReader } from '../model/iam-uses.ts';
import type { Settings } from '../model/integration.ts';
import type { OrganizationReader } from '../model/organization.ts';
import type { PolicyReader } from '../model/policy-reader.ts';
import type { RegionalStacks } from '../live/owners-elsewhere.ts';
import type { StackReader } from '../model/stack-reader.ts';
import type { StackWriter } from '../model/stack-writer.ts';

/** The account of a scope, open for reading. There is no mutating operation in it. */
export interface Session {
  readonly iam: IamReader;
  readonly uses: IamUseReader;
  readonly credentials: CredentialReader;
  /** Contents of managed policies, those of AWS too. */
  readonly policies: PolicyReader;
  readonly stacks: StackReader;
  /** CloudFormation in the account's other regions. */
  readonly otherRegions?: () => readonly RegionalStacks[];
  /** Where requests go, when that is not AWS: every output names it. */
  readonly endpoint: () => string | undefined;
  /** What was asked of AWS so far. */
  readonly calls: () => CallCounts;
  /** The roles that rolekeeper itself works with here. */
  readonly ownArns: readonly string[];
  /** Aborted when the session is stopped or closed: every read and every pause ends with it. */
  readonly signal: AbortSignal;
  /** Aborts whatever is still under way. Nothing of a closed session keeps the process alive. */
  readonly close: () => void;
}

/** An account that no settings name, open for reading. */
export interface AnyAccount {
  readonly account: string;
  readonly partition: string;
  /** Whose stacks are asked. */
  readonly region: string;
  readonly session: Session;
  readonly organization: OrganizationReader;
}

export type OpenAnyAccount = () => Promise<AnyAccount>;

export type OpenSession = (settings: Settings) => Promise<Session>;

/** The account of a scope, open for changing it too. */
export interface WritableSession extends Session {
  readonly writer: StackWriter;
  /**
   * Ends every read and pause with the reason and begins no change any more. A request that changes a stack and is
   * under way comes to its end, and a change set that was not executed can still be deleted.
   */
  readonly stop: (reason: RolekeeperError) => void;
}

export type OpenWritableSession = (settings: Settings) => Promise<WritableSession>;
