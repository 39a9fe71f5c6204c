import type { IamStore } from './iam/store.ts';
import type { Origin } from './ledger.ts';
import type { Params } from './query.ts';
import type { World } from './world.ts';
import type { Answer } from './xml.ts';

/** Who sends a request. */
export interface Caller {
  readonly accessKeyId: string;
  readonly arn: string;
  readonly userId: string;
  readonly account: string;
}

/** One request, as its handler sees it. */
export interface Call {
  readonly world: World;
  readonly action: string;
  readonly params: Params;
  readonly region: string;
  readonly caller: Caller;
  /** IAM as this request sees it: reads may be stale. */
  readonly iam: IamStore;
  readonly write: Write;
}

/** What a function that changes IAM needs: where, and on whose account it goes into the ledger. */
export interface Write {
  readonly world: World;
  readonly origin: Origin;
}

/** Answers one action; throws `AwsError`. */
export type Handler = (call: Call) => Answer;

export type Handlers = Readonly<Record<string, Handler>>;
