import { addressKey, type Address, type Kind } from '../model/address.ts';
import type { Credential } from '../model/credential.ts';
import type { Use } from '../model/iam-uses.ts';

/**
 * What must be known to judge a plan, beyond what it was made from, of the resources that it is about.
 */
export type Lookup =
  /** Of what would be adopted: which stack has it? */
  | {
      readonly question: 'owner';
      readonly address: Address;
      readonly kind: Kind;
      /** CloudFormation's physical id: the name, or the ARN of a managed policy. */
      readonly physicalId: string;
      /** The stack that it would be adopted into. */
      readonly stackName: string;
    }
  /** Of what would be deleted: what hangs on it? */
  | {
      readonly question: 'uses';
      readonly address: Address;
      readonly kind: Kind;
      readonly name: string;
      readonly arn: string;
    }
  /** Of what a resource names: does it exist, under this ARN where it has one? */
  | { readonly question: 'existence'; readonly address: Address; readonly arn?: string }
  /** Of a user: what signs in as it? */
  | { readonly question: 'credentials'; readonly address: Address; readonly name: string }
  /** Of a resource in a stack that was rolled back: what did CloudFormation say of it? */
  | {
      readonly question: 'refusal';
      readonly address: Address;
      /** Of which it is not known how many versions it has. */
      readonly versionsOf?: string;
      readonly stackId: string;
      readonly logicalId: string;
    };

export type LookupResult =
  /** The stack that has the resource, with its region where that is another one; absent when none is known. */
  | {
      readonly answer: 'owner';
      readonly stackName?: string;
      readonly region?: string;
      /** Regions whose stacks could not be asked, where no stack was found. */
      readonly unasked?: readonly string[];
    }
  | { readonly answer: 'uses'; readonly uses: readonly Use[] }
  | { readonly answer: 'credentials'; readonly credentials: readonly Credential[] }
  | { readonly answer: 'existence'; readonly exists: boolean }
  /** The reasons of its failures, as far as the newest events go. */
  | {
      readonly answer: 'refusal';
      readonly reasons: readonly string[];
      /** The versions of the policy, the oldest first, where they were asked for. */
      readonly versions?: readonly string[];
    }
  /** It may not be read. */
  | { readonly answer: 'unchecked'; readonly reason: string };

/** By the key of the question, which for `uses` is the address key. */
export type LookupResults = Readonly<Record<string, LookupResult | undefined>>;

export function keyOfQuestion({ question, address }: Pick<Lookup, 'question' | 'address'>): string {
  const key = addressKey(address);
  return question === 'uses' ? key : `${question} ${key}`;
}
