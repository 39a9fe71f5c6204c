import type { IamReader } from '../model/iam-reader.ts';
import type { Settings } from '../model/integration.ts';
import type { StackReader } from '../model/stack-reader.ts';
import type { StackWriter } from '../model/stack-writer.ts';

/** The account of a scope, open for reading. There is no mutating operation in it. */
export interface Session {
  readonly iam: IamReader;
  readonly stacks: StackReader;
  /** Where requests go, when that is not AWS: every output names it. */
  readonly endpoint: () => string | undefined;
  /** The roles that rolekeeper itself works with here. */
  readonly ownArns: readonly string[];
}

export type OpenSession = (settings: Settings) => Promise<Session>;

/** The account of a scope, open for changing it too. */
export interface WritableSession extends Session {
  readonly writer: StackWriter;
}

export type OpenWritableSession = (settings: Settings) => Promise<WritableSession>;
