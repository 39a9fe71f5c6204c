import { alreadyExists, deleteConflict } from '../aws-error.ts';
import type { Handlers, Write } from '../call.ts';
import { checkName, checkPath } from './names.ts';
import { page, underPrefix } from './paging.ts';
import type { Group } from './records.ts';
import { byName, type IamStore, keyOf } from './store.ts';
import { userBasics } from './user-answer.ts';

export function createGroup(write: Write, name: string, path = '/'): Group {
  const { world } = write;
  checkName('groupName', name, 128);
  checkPath(path);
  if (world.iam.groups.has(keyOf(name))) throw alreadyExists(`Group with name ${name} already exists.`);
  world.beforeWrite();
  const group: Group = {
    name,
    id: world.uniqueId('AGPA'),
    path,
    createDate: world.iamNow(),
    inline: [],
    attached: [],
    tags: [],
  };
  world.iam.groups.set(keyOf(name), group);
  world.record(write.origin, 'CreateGroup', `group/${name}`);
  return group;
}

export function updateGroup(write: Write, name: string, newName?: string, newPath?: string): void {
  const { world } = write;
  const group = world.iam.group(name);
  if (newPath !== undefined) checkPath(newPath);
  if (newName !== undefined) {
    checkName('newGroupName', newName, 128);
    const other = world.iam.groups.get(keyOf(newName));
    if (other !== undefined && other !== group) {
      throw alreadyExists(`Group with name ${newName} already exists.`);
    }
  }
  world.beforeWrite();
  world.iam.groups.delete(keyOf(group.name));
  group.name = newName ?? group.name;
  group.path = newPath ?? group.path;
  world.iam.groups.set(keyOf(group.name), group);
  world.record(write.origin, 'UpdateGroup', `group/${name}`, newName ?? newPath);
}

/** @throws AwsError DeleteConflict while it has members or policies. */
export function deleteGroup(write: Write, name: string): void {
  const { world } = write;
  const group = world.iam.group(name);
  if (membersOf(world.iam, group).length > 0) {
    throw deleteConflict('Cannot delete entity, must remove users from group first.');
  }
  if (group.attached.length > 0)
    throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (group.inline.length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
  world.beforeWrite();
  world.iam.groups.delete(keyOf(name));
  world.record(write.origin, 'DeleteGroup', `group/${group.name}`);
}

export function membersOf(iam: IamStore, group: Group) {
  return byName(iam.users).filter((user) => user.groupIds.includes(group.id));
}

export function groupAnswer(iam: IamStore, group: Group) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: iam.arn('group', group),
    CreateDate: group.createDate,
  };
}

export const groupHandlers: Handlers = {
  CreateGroup: ({ params, write, iam }) => ({
    Group: groupAnswer(iam, createGroup(write, params.require('GroupName'), params.get('Path'))),
  }),
  GetGroup: (call) => {
    const group = call.iam.group(call.params.require('GroupName'));
    const { items, ...rest } = page(call, membersOf(call.iam, group));
    return {
      Group: groupAnswer(call.iam, group),
      Users: items.map((user) => userBasics(call.iam, user)),
      ...rest,
    };
  },
  ListGroups: (call) => {
    const { items, ...rest } = page(call, byName(call.iam.groups).filter(underPrefix(call)));
    return { Groups: items.map((group) => groupAnswer(call.iam, group)), ...rest };
  },
  UpdateGroup: ({ params, write }) => {
    updateGroup(write, params.require('GroupName'), params.get('NewGroupName'), params.get('NewPath'));
    return undefined;
  },
  DeleteGroup: ({ params, write }) => {
    deleteGroup(write, params.require('GroupName'));
    return undefined;
  },
};
