import { alreadyExists, deleteConflict } from '../aws-error.ts';
import type { Handlers, Write } from '../call.ts';
import { checkAttachable } from './attachments.ts';
import { checkName, checkPath } from './names.ts';
import { credentialsOf } from './other-credentials.ts';
import { page, underPrefix } from './paging.ts';
import type { Tag, User } from './records.ts';
import { byName, keyOf } from './store.ts';
import { checkTags, readTags } from './tags.ts';
import { fullUserAnswer, userAnswer } from './user-answer.ts';

export interface NewUser {
  readonly name: string;
  readonly path?: string | undefined;
  readonly boundary?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
}

export function createUser(write: Write, wanted: NewUser): User {
  const { world } = write;
  const path = wanted.path ?? '/';
  checkName('userName', wanted.name, 64);
  checkPath(path);
  checkTags(wanted.tags ?? []);
  if (world.iam.users.has(keyOf(wanted.name))) {
    throw alreadyExists(`User with name ${wanted.name} already exists.`);
  }
  if (wanted.boundary !== undefined) checkAttachable(write, wanted.boundary);
  world.beforeWrite();
  const user: User = {
    name: wanted.name,
    id: world.uniqueId('AIDA'),
    path,
    createDate: world.iamNow(),
    inline: [],
    attached: [],
    tags: [...(wanted.tags ?? [])],
    groupIds: [],
    accessKeys: [],
    mfaDevices: [],
  };
  if (wanted.boundary !== undefined) user.boundary = wanted.boundary;
  world.iam.users.set(keyOf(user.name), user);
  world.record(write.origin, 'CreateUser', `user/${user.name}`);
  return user;
}

export function updateUser(write: Write, name: string, newName?: string, newPath?: string): void {
  const { world } = write;
  const user = world.iam.user(name);
  if (newPath !== undefined) checkPath(newPath);
  if (newName !== undefined) {
    checkName('newUserName', newName, 64);
    const other = world.iam.users.get(keyOf(newName));
    if (other !== undefined && other !== user) {
      throw alreadyExists(`User with name ${newName} already exists.`);
    }
  }
  world.beforeWrite();
  world.iam.users.delete(keyOf(user.name));
  user.name = newName ?? user.name;
  user.path = newPath ?? user.path;
  world.iam.users.set(keyOf(user.name), user);
  world.record(write.origin, 'UpdateUser', `user/${name}`, newName ?? newPath);
}

/** @throws AwsError DeleteConflict while credentials, groups or policies hold the user. */
export function deleteUser(write: Write, name: string): void {
  const { world } = write;
  const user = world.iam.user(name);
  const must = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`);
  if (user.accessKeys.length > 0) throw must('delete access keys');
  if (user.loginProfile !== undefined) throw must('delete login profile');
  if (user.mfaDevices.length > 0) throw must('delete MFA device');
  if (credentialsOf(user, 'signing-certificate').length > 0) throw must('delete signing certificates');
  if (credentialsOf(user, 'ssh-public-key').length > 0) throw must('delete SSH public keys');
  if (credentialsOf(user, 'service-specific-credential').length > 0)
    throw must('delete service specific credentials');
  if (user.groupIds.length > 0) throw must('remove users from group');
  if (user.attached.length > 0) throw must('detach all policies');
  if (user.inline.length > 0) throw must('delete policies');
  world.beforeWrite();
  world.iam.users.delete(keyOf(name));
  world.record(write.origin, 'DeleteUser', `user/${user.name}`);
}

export const userHandlers: Handlers = {
  CreateUser: ({ params, write, iam }) => {
    const user = createUser(write, {
      name: params.require('UserName'),
      path: params.get('Path'),
      boundary: params.get('PermissionsBoundary'),
      tags: readTags(params),
    });
    return { User: fullUserAnswer(iam, user) };
  },
  GetUser: ({ params, iam }) => ({ User: fullUserAnswer(iam, iam.user(params.require('UserName'))) }),
  ListUsers: (call) => {
    const { items, ...rest } = page(call, byName(call.iam.users).filter(underPrefix(call)));
    return { Users: items.map((user) => userAnswer(call.iam, user)), ...rest };
  },
  UpdateUser: ({ params, write }) => {
    updateUser(write, params.require('UserName'), params.get('NewUserName'), params.get('NewPath'));
    return undefined;
  },
  DeleteUser: ({ params, write }) => {
    deleteUser(write, params.require('UserName'));
    return undefined;
  },
};
