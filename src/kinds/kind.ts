import type * as z from 'zod';
import type { Kind } from '../model/address.ts';
import type {
  AccountDetails,
  IamReader,
  InstanceProfileRow,
  OidcProviderRow,
  RoleRow,
} from '../model/iam-reader.ts';
import type { Json } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import type { Shape } from './shape.ts';

/** One field of a kind: everything that comparing, documenting and repairing it needs to know. */
export interface FieldSpec {
  /** CloudFormation's property name. */
  readonly property: string;
  readonly shape: Shape;
  /** What holds when the property is not declared; absent for an optional scalar without a default. */
  readonly default?: Json;
  /** What a message calls one member of the set: `managed policy`. */
  readonly memberNoun?: string;
  /** Its members are names of resources of another kind. */
  readonly names?: NamedKind;
  /** IAM has no call for one member: every change writes the whole set. */
  readonly writtenWhole?: true;
  /** IAM takes one member at most: another one cannot be added before it is gone. */
  readonly takesOne?: true;
  /** A change means replacement, which CloudFormation refuses for a resource with a custom name. */
  readonly createOnly?: true;
  readonly required?: true;
  /** The call that the live value comes from. */
  readonly source: IamReadCall;
}

/** What the resource that has a name in a field is to the named one. */
export interface NamedKind {
  readonly kind: Kind;
  /** What it comes to where the resource that names it is not declared. */
  readonly means: string;
}

/** The most characters of one document, white space not counted, and what to do about a longer one. */
export interface DocumentLimit {
  readonly most: number;
  /** Given how many documents of the limit it would take. */
  readonly shorten: (parts: number) => string;
  /** Where the limit is a quota that can be raised to `most`. */
  readonly quota?: { readonly preset: number; readonly code: string };
}

/** How the `aws iam` commands name the kind: `delete-policy --policy-arn`. */
export interface CliNames {
  readonly noun: string;
  /** The option that says which one: its value is what CloudFormation knows it by, a name or an ARN. */
  readonly option: string;
  /** The commands for one member of a set, by property. */
  readonly members?: Readonly<
    Record<string, { readonly add: string; readonly remove: string; readonly option: string }>
  >;
  /** Options of `update-<noun>`, by property; what is not set is written as `empty`. */
  readonly update?: Readonly<Record<string, { readonly option: string; readonly empty: Json }>>;
}

/** What the calls that list a whole account give. */
export interface AccountRows {
  readonly GetAccountAuthorizationDetails: AccountDetails;
  readonly ListRoles: readonly RoleRow[];
  readonly ListInstanceProfiles: readonly InstanceProfileRow[];
  readonly ListOpenIDConnectProviders: readonly OidcProviderRow[];
}

export type IamReadCall = keyof AccountRows;

/** The lists in the answers of those calls that say which resources there are. */
export type ListedRows =
  | 'RoleDetailList'
  | 'UserDetailList'
  | 'GroupDetailList'
  | 'Policies'
  | 'InstanceProfiles'
  | 'OpenIDConnectProviderList';

/** What was read of a whole account: nothing of a call that was not made, or failed. */
export type BulkRows = { readonly [Call in IamReadCall]?: AccountRows[Call] | undefined };

/** What a kind looks like: names, fields and their shapes. What its values may be is in `values.ts`. */
export interface KindSchema {
  readonly kind: Kind;
  /** `AWS::IAM::Role` */
  readonly cloudFormationType: string;
  /** The top-level list in a desired file: `roles`. */
  readonly list: string;
  /** `RoleName` */
  readonly nameProperty: string;
  /** What the name property has before the name: `https://`. */
  readonly namePrefix?: string;
  /** What a name looks like in an address, where it is no IAM name. */
  readonly namePattern?: string;
  /** CloudFormation's primary identifier, by which a resource is imported; `PolicyArn` is the ARN, others are names. */
  readonly identifier: string;
  readonly fields: readonly FieldSpec[];
  /** Its type in an ARN: `policy` in `arn:aws:iam::111122223333:policy/x`. */
  readonly arnType: string;
  /** What CloudFormation and the `aws` CLI know it by. */
  readonly physicalId: 'name' | 'arn';
  /** Makes requests itself, and so can be cut off. A group does not: its members do. */
  readonly isPrincipal: boolean;
  /** Carries policies of its own: what it allows is compared and judged. */
  readonly holdsPolicies: boolean;
  /** The field that says who may assume it. */
  readonly trustField?: string;
  /** IAM keeps older versions of its document. */
  readonly hasVersions?: true;
  /** The size of its own document. */
  readonly documentLimit?: DocumentLimit;
  /** The characters of all its inline policies together. */
  readonly inlineLimit?: number;
  /**
   * The quota on managed policies that are attached, where AWS raises it; that of groups is fixed
   * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
   */
  readonly attachmentQuota?: string;
  readonly cli: CliNames;
  /** The call that says which ones there are, and the list in its answer. */
  readonly listed: {
    readonly call: IamReadCall;
    readonly rows: ListedRows;
    /** The list has no more than ARNs: few are read without it. */
    readonly oneByOne?: true;
  };
}

/** What may be written as the values of a kind in a desired file, before they are normalised. */
export interface KindValues {
  readonly name: z.ZodType<string>;
  /** Of each field, by its property. */
  readonly fields: Readonly<Record<string, z.ZodType>>;
}

/** How a kind's live resources are made out of IAM's rows. */
export interface KindReader {
  /** All of the kind out of bulk rows; undefined when the call that lists them is missing. */
  readonly fromBulk: (rows: BulkRows) => readonly LiveResource[] | undefined;
  /** Names of which one of several calls has a row and another has none. */
  readonly unmatched?: (rows: BulkRows) => readonly string[];
  /** One by name; undefined when it does not exist. */
  readonly readOne: (reader: IamReader, name: string) => Promise<LiveResource | undefined>;
  /** What one request tells of one that is known, where that is not all of it. */
  readonly head?: HeadReader;
}

export interface HeadReader {
  readonly properties: readonly string[];
  /** Of all other properties nothing is known; undefined when it does not exist. */
  readonly read: (
    reader: IamReader,
    known: Pick<LiveResource, 'resource' | 'arn'>,
  ) => Promise<LiveResource | undefined>;
}

/** Everything that rolekeeper knows of one kind of resource. A new kind is one folder and one line in the registry. */
export interface KindSpec extends KindSchema, KindReader {}
