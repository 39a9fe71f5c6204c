import type { AttachedPolicyRow, BoundaryRow, InlinePolicyRow, TagRow } from '../model/iam-reader.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';
import { decodeDocument } from './decode-document.ts';

/** IAM's rows as CloudFormation property values, for the members that several kinds share. */

export function inlinePoliciesOf(rows: readonly InlinePolicyRow[] | undefined): Json {
  return (rows ?? []).map((row) => ({
    PolicyName: row.PolicyName,
    PolicyDocument: decodeDocument(row.PolicyDocument),
  }));
}

export function attachmentsOf(rows: readonly AttachedPolicyRow[] | undefined): Json {
  return (rows ?? []).map((row) => row.PolicyArn);
}

export function boundaryOf(row: BoundaryRow | undefined): JsonObject {
  return row?.PermissionsBoundaryArn === undefined ? {} : { PermissionsBoundary: row.PermissionsBoundaryArn };
}

export function tagsOf(rows: readonly TagRow[] | undefined): Json {
  return (rows ?? []).map((row) => ({ Key: row.Key, Value: row.Value }));
}

/** The day of an ISO time. */
export function dayOf(time: string): string {
  return time.slice(0, 'YYYY-MM-DD'.length);
}

export function createdOf(time: string | undefined): Pick<LiveResource, 'created' | 'createdAt'> {
  return time === undefined ? {} : { created: dayOf(time), createdAt: time };
}
