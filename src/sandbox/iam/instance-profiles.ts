import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from '../aws-error.ts';
import type { Handlers, Write } from '../call.ts';
import { checkName, checkPath } from './names.ts';
import { page, underPrefix } from './paging.ts';
import { refuseProtected } from './protected-roles.ts';
import type { InstanceProfile, Tag } from './records.ts';
import { roleBasics } from './roles.ts';
import { byName, type IamStore, keyOf } from './store.ts';
import { checkTags, mergeTags, readTags, tagsAnswer } from './tags.ts';

export function createInstanceProfile(
  write: Write,
  name: string,
  path = '/',
  tags: readonly Tag[] = [],
): InstanceProfile {
  const { world } = write;
  checkName('instanceProfileName', name, 128);
  checkPath(path);
  checkTags(tags);
  if (world.iam.instanceProfiles.has(keyOf(name))) {
    throw alreadyExists(`Instance Profile ${name} already exists.`);
  }
  world.beforeWrite();
  const id = world.uniqueId('AIPA');
  const profile: InstanceProfile = {
    name,
    id,
    path,
    createDate: world.iamNow(),
    roleIds: [],
    tags: [...tags],
  };
  world.iam.instanceProfiles.set(keyOf(name), profile);
  world.record(write.origin, 'CreateInstanceProfile', `instance-profile/${name}`);
  return profile;
}

/** @throws AwsError DeleteConflict while it has a role. */
export function deleteInstanceProfile(write: Write, name: string): void {
  const { world } = write;
  const profile = world.iam.instanceProfile(name);
  if (profile.roleIds.length > 0) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  }
  world.beforeWrite();
  world.iam.instanceProfiles.delete(keyOf(name));
  world.record(write.origin, 'DeleteInstanceProfile', `instance-profile/${profile.name}`);
}

export function addRoleToProfile(write: Write, name: string, roleName: string): void {
  const { world } = write;
  const profile = world.iam.instanceProfile(name);
  const role = world.iam.role(roleName);
  refuseProtected('role', role);
  if (profile.roleIds.length > 0) {
    throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
  }
  world.beforeWrite();
  profile.roleIds = [role.id];
  world.record(write.origin, 'AddRoleToInstanceProfile', `instance-profile/${profile.name}`, role.name);
}

export function removeRoleFromProfile(write: Write, name: string, roleName: string): void {
  const { world } = write;
  const profile = world.iam.instanceProfile(name);
  const role = world.iam.roles.get(keyOf(roleName));
  if (role === undefined || !profile.roleIds.includes(role.id)) {
    throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
  }
  world.beforeWrite();
  profile.roleIds = profile.roleIds.filter((id) => id !== role.id);
  world.record(write.origin, 'RemoveRoleFromInstanceProfile', `instance-profile/${profile.name}`, role.name);
}

/** Names of the roles of a profile: none or one. */
export function roleNamesOf(iam: IamStore, profile: InstanceProfile): readonly string[] {
  return byName(iam.roles)
    .filter((role) => profile.roleIds.includes(role.id))
    .map((role) => role.name);
}

export function profileAnswer(iam: IamStore, profile: InstanceProfile) {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: iam.arn('instance-profile', profile),
    CreateDate: profile.createDate,
    Roles: roleNamesOf(iam, profile).map((name) => roleBasics(iam, iam.role(name))),
  };
}

export function profilesOfRole(iam: IamStore, roleId: string): readonly InstanceProfile[] {
  return byName(iam.instanceProfiles).filter((profile) => profile.roleIds.includes(roleId));
}

export const instanceProfileHandlers: Handlers = {
  CreateInstanceProfile: ({ params, write, iam }) => {
    const name = params.require('InstanceProfileName');
    const profile = createInstanceProfile(write, name, params.get('Path'), readTags(params));
    return { InstanceProfile: profileAnswer(iam, profile) };
  },
  GetInstanceProfile: ({ params, iam }) => {
    const profile = iam.instanceProfile(params.require('InstanceProfileName'));
    const tags = profile.tags.length > 0 ? tagsAnswer(profile.tags) : undefined;
    return { InstanceProfile: { ...profileAnswer(iam, profile), Tags: tags } };
  },
  ListInstanceProfiles: (call) => {
    const { items, ...rest } = page(call, byName(call.iam.instanceProfiles).filter(underPrefix(call)));
    return { InstanceProfiles: items.map((profile) => profileAnswer(call.iam, profile)), ...rest };
  },
  ListInstanceProfilesForRole: (call) => {
    const role = call.iam.role(call.params.require('RoleName'));
    const { items, ...rest } = page(call, profilesOfRole(call.iam, role.id));
    return { InstanceProfiles: items.map((profile) => profileAnswer(call.iam, profile)), ...rest };
  },
  AddRoleToInstanceProfile: ({ params, write }) => {
    addRoleToProfile(write, params.require('InstanceProfileName'), params.require('RoleName'));
    return undefined;
  },
  RemoveRoleFromInstanceProfile: ({ params, write }) => {
    removeRoleFromProfile(write, params.require('InstanceProfileName'), params.require('RoleName'));
    return undefined;
  },
  DeleteInstanceProfile: ({ params, write }) => {
    deleteInstanceProfile(write, params.require('InstanceProfileName'));
    return undefined;
  },
  TagInstanceProfile: ({ world, params, write, iam, action }) => {
    const profile = iam.instanceProfile(params.require('InstanceProfileName'));
    const merged = mergeTags(profile, readTags(params));
    world.beforeWrite();
    profile.tags = [...merged];
    world.record(write.origin, action, `instance-profile/${profile.name}`);
    return undefined;
  },
  ListInstanceProfileTags: (call) => {
    const { tags } = call.iam.instanceProfile(call.params.require('InstanceProfileName'));
    const { items, ...rest } = page(call, tags);
    return { Tags: tagsAnswer(items), ...rest };
  },
};
