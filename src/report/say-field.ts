import { canonicalJson, type Json } from '../model/json.ts';
import type { FieldChange } from '../model/plan.ts';

const FIELD_NAMES: Readonly<Record<string, string>> = {
  AssumeRolePolicyDocument: 'trust policy',
  ClientIdList: 'client id',
  Description: 'description',
  Groups: 'group',
  ManagedPolicyArns: 'attached policy',
  MaxSessionDuration: 'maximum session duration',
  Path: 'path',
  PermissionsBoundary: 'permissions boundary',
  Policies: 'inline policy',
  PolicyDocument: 'policy document',
  Roles: 'role',
  Tags: 'tag',
  ThumbprintList: 'thumbprint',
};

/** Fields whose member is all there is to say: an attachment has no value besides its ARN. */
const MEMBER_IS_VALUE = ['ClientIdList', 'Groups', 'ManagedPolicyArns', 'Roles', 'ThumbprintList'];

/** What a changed field is called: `trust policy`, `inline policy s3-read`. */
export function sayField({ field, member }: Pick<FieldChange, 'field' | 'member'>): string {
  const name = FIELD_NAMES[field] ?? field;
  return member === undefined ? name : `${name} ${member}`;
}

/** Whether the change is said by its field and member alone. */
export function isSaidByName(change: Pick<FieldChange, 'field' | 'member'>): boolean {
  return change.member !== undefined && MEMBER_IS_VALUE.includes(change.field);
}

/** What IAM takes where nothing is said. */
const DEFAULTS: Readonly<Record<string, Json>> = { MaxSessionDuration: 3600, Path: '/' };

/** Whether a field comes or goes with its resource and has IAM's default: then it is not said. */
export function isDefault({ field, before, after }: FieldChange): boolean {
  const value = before === undefined ? after : after === undefined ? before : undefined;
  return value !== undefined && value === DEFAULTS[field];
}

/** A field's value in one line: `"text"`, `3600 s (1 h)`, `["a","b"]`. */
export function sayValue(field: string, value: Json | undefined): string {
  if (value === undefined) return '(not set)';
  if (field === 'MaxSessionDuration' && typeof value === 'number') return `${value} s (${hours(value)} h)`;
  if (typeof value === 'string') return `"${value}"`;
  return canonicalJson(value);
}

function hours(seconds: number): string {
  return String(Math.round((seconds / 3600) * 100) / 100);
}
