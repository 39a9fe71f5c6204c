import type { Write } from '../../call.ts';
import type { IamStore } from '../../iam/store.ts';
import type { JsonObject } from '../../json.ts';

/** How CloudFormation deals with one resource type. It changes IAM through the same functions as the IAM API. */
export interface ResourceHandler {
  readonly type: string;
  /** The property that names the resource; a name makes a custom-named resource. */
  readonly nameProperty: string | undefined;
  /** The schema's primary identifier, and whether a template can write it. */
  readonly identifier: string;
  readonly identifierWritable: boolean;
  readonly importable: boolean;
  readonly properties: readonly string[];
  /** Takes whatever properties a template gives it. */
  readonly anyProperties?: true;
  readonly required: readonly string[];
  readonly createOnly: readonly string[];
  /** Properties that hold policy documents: compared as a whole. */
  readonly documents: readonly string[];
  /** List properties, and the member key that tells their items apart (none: the item itself). */
  readonly sets: Readonly<Record<string, string | undefined>>;
  /** Whether stack tags land on the resource. */
  readonly taggable: boolean;
  /** Makes the resource; tells its physical id as soon as it exists, so that a rollback can delete half of one. */
  create(write: Write, properties: JsonObject, name: string, created: (physicalId: string) => void): void;
  /** Writes the difference between two sets of properties, and nothing else. */
  update(write: Write, physicalId: string, before: JsonObject, after: JsonObject): void;
  /** Deletes the resource with what the handler finds on it. @throws AwsError NoSuchEntity when it is gone */
  delete(write: Write, physicalId: string, properties: JsonObject): void;
  /** Every property as IAM has it now; `undefined` when the resource is gone. */
  read(iam: IamStore, physicalId: string): JsonObject | undefined;
  /** Fn::GetAtt. */
  attribute(iam: IamStore, physicalId: string, name: string): string | undefined;
  /** The physical id of an existing resource with these properties or identifiers. */
  locate(iam: IamStore, properties: JsonObject): string | undefined;
}
