/** What the sandbox knows of IAM. Records change in place; a saved state is a copy of them. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: string;
}

/** What roles, users and groups have in common. */
export interface Entity {
  name: string;
  /** The unique id: `AROA…`, `AIDA…`, `AGPA…`. */
  readonly id: string;
  path: string;
  readonly createDate: string;
  inline: InlinePolicy[];
  /** ARNs of managed policies. */
  attached: string[];
  /** ARN of the permissions boundary; never on a group. */
  boundary?: string;
  /** Never on a group. */
  tags: Tag[];
}

export interface Role extends Entity {
  /** Principals of this account stand in it as unique ids. */
  trust: string;
  description?: string;
  maxSessionDuration: number;
  /** Absent until it is assumed. */
  lastUsed?: { readonly date: string; readonly region: string };
}

export interface AccessKey {
  readonly id: string;
  status: 'Active' | 'Inactive';
  readonly createDate: string;
  /** Absent until it is used. */
  lastUsed?: { readonly date: string; readonly region: string; readonly service: string };
}

/** An SSH public key, a signing certificate, or a credential of one service. */
export interface OtherCredential {
  readonly kind: 'ssh-public-key' | 'signing-certificate' | 'service-specific-credential';
  readonly id: string;
  readonly createDate: string;
  /** The key, the certificate, or the name of the service. */
  readonly detail: string;
}

export interface User extends Entity {
  groupIds: string[];
  accessKeys: AccessKey[];
  loginProfile?: {
    readonly createDate: string;
    readonly passwordResetRequired: boolean;
    /** Absent until a person signs in with it. */
    readonly lastUsed?: string;
  };
  mfaDevices: { readonly serialNumber: string; readonly enableDate: string }[];
  /** Absent in accounts that were saved before there were any. */
  otherCredentials?: OtherCredential[];
}

export type Group = Entity;

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createDate: string;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly createDate: string;
  updateDate: string;
  readonly description?: string;
  versions: PolicyVersion[];
  defaultVersionId: string;
  lastVersion: number;
  tags: Tag[];
}

export interface InstanceProfile {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly createDate: string;
  roleIds: string[];
  tags: Tag[];
}

export interface OidcProvider {
  /** Without `https://`, as IAM keeps it. */
  readonly url: string;
  readonly createDate: string;
  clientIds: string[];
  thumbprints: string[];
  tags: Tag[];
}

/** Everything of IAM, as plain JSON. */
export interface IamState {
  readonly roles: readonly Role[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly policies: readonly ManagedPolicy[];
  readonly instanceProfiles: readonly InstanceProfile[];
  /** Absent in accounts that were saved before there were any. */
  readonly oidcProviders?: readonly OidcProvider[];
}
