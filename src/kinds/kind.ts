import type * as z from 'zod';
import type { Kind } from '../model/address.ts';
import type { AccountDetails, IamReader, InstanceProfileRow, RoleRow } from '../model/iam-reader.ts';
import type { Json } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { Shape } from './shape.ts';

/** One field of a kind: everything that validating, comparing, documenting and repairing it needs to know. */
export interface FieldSpec {
  /** CloudFormation's property name. */
  readonly property: string;
  readonly shape: Shape;
  /** What holds when the property is not declared; absent for an optional scalar without a default. */
  readonly default?: Json;
  /** A change means replacement, which CloudFormation refuses for a resource with a custom name. */
  readonly createOnly?: true;
  /** Validates one value as it stands in a desired file, before normalisation. */
  readonly schema: z.ZodType;
  readonly required?: true;
  /** The call that the live value comes from. */
  readonly source: IamReadCall;
}

export type IamReadCall = 'GetAccountAuthorizationDetails' | 'ListRoles' | 'ListInstanceProfiles';

/** What was read of a whole account; a call that was not made, or failed, is undefined. */
export interface BulkRows {
  readonly details: AccountDetails | undefined;
  readonly roleRows: readonly RoleRow[] | undefined;
  readonly instanceProfileRows: readonly InstanceProfileRow[] | undefined;
}

/** What a kind looks like: names, fields and their schemas. */
export interface KindSchema {
  readonly kind: Kind;
  /** `AWS::IAM::Role` */
  readonly cloudFormationType: string;
  /** The top-level list in a desired file: `roles`. */
  readonly list: string;
  /** `RoleName` */
  readonly nameProperty: string;
  /** CloudFormation's primary identifier, by which a resource is imported; `PolicyArn` is the ARN, others are names. */
  readonly identifier: string;
  readonly nameSchema: z.ZodType<string>;
  readonly fields: readonly FieldSpec[];
}

/** How a kind's live resources are made out of IAM's rows. */
export interface KindReader {
  /** All of the kind out of bulk rows; undefined when the call that lists them is missing. */
  readonly fromBulk: (rows: BulkRows) => readonly LiveResource[] | undefined;
  /** One by name; undefined when it does not exist. */
  readonly readOne: (reader: IamReader, name: string) => Promise<LiveResource | undefined>;
}

/** Everything that rolekeeper knows of one kind of resource. A new kind is one folder and one line in the registry. */
export interface KindSpec extends KindSchema, KindReader {}
