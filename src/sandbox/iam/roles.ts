import { alreadyExists, deleteConflict, limitExceeded } from '../aws-error.ts';
import type { Handlers, Write } from '../call.ts';
import { checkAttachable } from './attachments.ts';
import { boundaryAnswer } from './boundaries.ts';
import { documentSize } from './documents.ts';
import { encodeDocument } from './encode.ts';
import { checkDescription, checkName, checkPath, checkSessionDuration } from './names.ts';
import { page, underPrefix } from './paging.ts';
import { showTrust, storeTrust } from './principals.ts';
import { refuseProtected, refuseProtectedPath } from './protected-roles.ts';
import type { Role, Tag } from './records.ts';
import { byName, type IamStore, keyOf } from './store.ts';
import { checkTags, readTags, tagsAnswer } from './tags.ts';

export interface NewRole {
  readonly name: string;
  readonly path?: string | undefined;
  readonly trust: string;
  readonly description?: string | undefined;
  readonly maxSessionDuration?: number | undefined;
  readonly boundary?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
}

export function createRole(write: Write, wanted: NewRole): Role {
  const { world } = write;
  const path = wanted.path ?? '/';
  checkName('roleName', wanted.name, 64);
  checkPath(path);
  refuseProtectedPath(path);
  checkDescription(wanted.description ?? '');
  checkSessionDuration(wanted.maxSessionDuration ?? 3600);
  checkTags(wanted.tags ?? []);
  if (world.iam.roles.has(keyOf(wanted.name))) {
    throw alreadyExists(`Role with name ${wanted.name} already exists.`);
  }
  if (wanted.boundary !== undefined) checkAttachable(write, wanted.boundary);
  const trust = checkedTrust(write, wanted.trust);
  const { maxRoles } = world.switches;
  if (world.iam.roles.size >= maxRoles) {
    throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${String(maxRoles)}`);
  }
  world.beforeWrite();
  const role: Role = {
    name: wanted.name,
    id: world.uniqueId('AROA'),
    path,
    createDate: world.iamNow(),
    inline: [],
    attached: [],
    tags: [...(wanted.tags ?? [])],
    trust,
    maxSessionDuration: wanted.maxSessionDuration ?? 3600,
  };
  if (wanted.description !== undefined && wanted.description !== '') role.description = wanted.description;
  if (wanted.boundary !== undefined) role.boundary = wanted.boundary;
  world.iam.roles.set(keyOf(role.name), role);
  world.record(write.origin, 'CreateRole', `role/${role.name}`);
  return role;
}

/** What is not given stays as it is. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export function updateRole(
  write: Write,
  name: string,
  wanted: { readonly description?: string | undefined; readonly maxSessionDuration?: number | undefined },
): void {
  const { world } = write;
  const role = world.iam.role(name);
  refuseProtected('role', role);
  checkDescription(wanted.description ?? '');
  checkSessionDuration(wanted.maxSessionDuration ?? 3600);
  world.beforeWrite();
  if (wanted.description === '') delete role.description;
  else if (wanted.description !== undefined) role.description = wanted.description;
  if (wanted.maxSessionDuration !== undefined) role.maxSessionDuration = wanted.maxSessionDuration;
  world.record(write.origin, 'UpdateRole', `role/${role.name}`);
}

export function updateTrust(write: Write, name: string, document: string): void {
  const { world } = write;
  const role = world.iam.role(name);
  refuseProtected('role', role);
  const trust = checkedTrust(write, document);
  world.beforeWrite();
  role.trust = trust;
  world.record(write.origin, 'UpdateAssumeRolePolicy', `role/${role.name}`);
}

/** @throws AwsError DeleteConflict while policies or instance profiles hold the role. */
export function deleteRole(write: Write, name: string): void {
  const { world } = write;
  const role = world.iam.role(name);
  refuseProtected('role', role);
  if ([...world.iam.instanceProfiles.values()].some((profile) => profile.roleIds.includes(role.id))) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  }
  if (role.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (role.inline.length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  world.beforeWrite();
  world.iam.roles.delete(keyOf(name));
  world.record(write.origin, 'DeleteRole', `role/${role.name}`);
}

function checkedTrust(write: Write, document: string): string {
  const { maxTrustSize } = write.world.switches;
  if (documentSize(document) > maxTrustSize) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${String(maxTrustSize)}`);
  }
  return storeTrust(write, document);
}

/** What every answer about a role has; documents are encoded. */
export function roleBasics(iam: IamStore, role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: iam.arn('role', role),
    CreateDate: role.createDate,
    AssumeRolePolicyDocument: encodeDocument(showTrust(iam, role.trust)),
  };
}

function listedRole(iam: IamStore, role: Role) {
  return {
    ...roleBasics(iam, role),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

/** GetRole has what ListRoles leaves out: boundary, tags, last use. */
function fullRole(iam: IamStore, role: Role) {
  return {
    ...listedRole(iam, role),
    PermissionsBoundary: boundaryAnswer(role.boundary),
    Tags: role.tags.length > 0 ? tagsAnswer(role.tags) : undefined,
    RoleLastUsed: lastUsedAnswer(role),
  };
}

export const roleHandlers: Handlers = {
  CreateRole: ({ params, write, iam }) => {
    const role = createRole(write, {
      name: params.require('RoleName'),
      path: params.get('Path'),
      trust: params.require('AssumeRolePolicyDocument'),
      description: params.get('Description'),
      maxSessionDuration: params.integer('MaxSessionDuration'),
      boundary: params.get('PermissionsBoundary'),
      tags: readTags(params),
    });
    return { Role: { ...fullRole(iam, role), Description: role.description, RoleLastUsed: undefined } };
  },
  GetRole: ({ params, iam }) => ({ Role: fullRole(iam, iam.role(params.require('RoleName'))) }),
  ListRoles: (call) => {
    const roles = byName(call.iam.roles).filter(underPrefix(call));
    const { items, ...rest } = page(call, roles);
    return { Roles: items.map((role) => listedRole(call.iam, role)), ...rest };
  },
  UpdateRole: ({ params, write }) => {
    updateRole(write, params.require('RoleName'), {
      description: params.get('Description'),
      maxSessionDuration: params.integer('MaxSessionDuration'),
    });
    return {};
  },
  UpdateRoleDescription: ({ params, write, iam }) => {
    updateRole(write, params.require('RoleName'), { description: params.require('Description') });
    return { Role: fullRole(iam, iam.role(params.require('RoleName'))) };
  },
  UpdateAssumeRolePolicy: ({ params, write }) => {
    updateTrust(write, params.require('RoleName'), params.require('PolicyDocument'));
    return undefined;
  },
  DeleteRole: ({ params, write }) => {
    deleteRole(write, params.require('RoleName'));
    return undefined;
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html */
export function lastUsedAnswer({ lastUsed }: Role) {
  return lastUsed === undefined ? {} : { LastUsedDate: lastUsed.date, Region: lastUsed.region };
}
