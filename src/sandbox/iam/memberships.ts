import { limitExceeded, noSuchEntity } from '../aws-error.ts';
import type { Handlers, Write } from '../call.ts';
import { groupAnswer } from './groups.ts';
import { page } from './paging.ts';
import { byName } from './store.ts';

/** Adds a user to a group; doing it again changes nothing. */
export function addUserToGroup(write: Write, userName: string, groupName: string): void {
  const { world } = write;
  const user = world.iam.user(userName);
  const group = world.iam.group(groupName);
  if (user.groupIds.includes(group.id)) return;
  if (user.groupIds.length >= 10) throw limitExceeded('Cannot exceed quota for GroupsPerUser: 10');
  world.beforeWrite();
  user.groupIds = [...user.groupIds, group.id];
  world.record(write.origin, 'AddUserToGroup', `user/${user.name}`, group.name);
}

export function removeUserFromGroup(write: Write, userName: string, groupName: string): void {
  const { world } = write;
  const user = world.iam.user(userName);
  const group = world.iam.group(groupName);
  if (!user.groupIds.includes(group.id)) {
    throw noSuchEntity(`User ${user.name} is not in group ${group.name}.`);
  }
  world.beforeWrite();
  user.groupIds = user.groupIds.filter((id) => id !== group.id);
  world.record(write.origin, 'RemoveUserFromGroup', `user/${user.name}`, group.name);
}

export const membershipHandlers: Handlers = {
  AddUserToGroup: ({ params, write }) => {
    addUserToGroup(write, params.require('UserName'), params.require('GroupName'));
    return undefined;
  },
  RemoveUserFromGroup: ({ params, write }) => {
    removeUserFromGroup(write, params.require('UserName'), params.require('GroupName'));
    return undefined;
  },
  ListGroupsForUser: (call) => {
    const user = call.iam.user(call.params.require('UserName'));
    const groups = byName(call.iam.groups).filter((group) => user.groupIds.includes(group.id));
    const { items, ...rest } = page(call, groups);
    return { Groups: items.map((group) => groupAnswer(call.iam, group)), ...rest };
  },
};
