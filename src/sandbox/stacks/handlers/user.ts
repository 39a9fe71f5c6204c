import { removeUserFromGroup } from '../../iam/memberships.ts';
import { byName, keyOf } from '../../iam/store.ts';
import { createUser, deleteUser, updateUser } from '../../iam/users.ts';
import { textMember } from '../../json.ts';
import {
  locateByName,
  readEntity,
  stripPolicies,
  tagsOf,
  writeAttachments,
  writeBoundary,
  writeGroups,
  writeInlinePolicies,
  writeTags,
} from './differences.ts';
import type { ResourceHandler } from './handler.ts';

export const userHandler: ResourceHandler = {
  type: 'AWS::IAM::User',
  nameProperty: 'UserName',
  identifier: 'UserName',
  identifierWritable: true,
  importable: true,
  properties: ['Groups', 'ManagedPolicyArns', 'Path', 'PermissionsBoundary', 'Policies', 'Tags', 'UserName'],
  required: [],
  createOnly: ['UserName'],
  documents: ['PolicyDocument'],
  sets: { Groups: undefined, ManagedPolicyArns: undefined, Policies: 'PolicyName', Tags: 'Key' },
  taggable: true,

  create(write, properties, name, created) {
    const path = textMember(properties, 'Path');
    const boundary = textMember(properties, 'PermissionsBoundary');
    created(createUser(write, { name, path, boundary, tags: tagsOf(properties) }).name);
    writeGroups(write, name, {}, properties);
    writeAttachments(write, 'user', name, {}, properties);
    writeInlinePolicies(write, 'user', name, {}, properties);
  },

  update(write, name, before, after) {
    write.world.iam.user(name);
    const path = textMember(after, 'Path') ?? '/';
    if ((textMember(before, 'Path') ?? '/') !== path) updateUser(write, name, undefined, path);
    writeBoundary(write, 'user', name, before, after);
    writeGroups(write, name, before, after);
    writeAttachments(write, 'user', name, before, after);
    writeInlinePolicies(write, 'user', name, before, after);
    writeTags(write, 'user', name, before, after);
  },

  delete(write, name) {
    const { iam } = write.world;
    const user = iam.user(name);
    stripPolicies(write, 'user', user);
    for (const group of byName(iam.groups)) {
      if (user.groupIds.includes(group.id)) removeUserFromGroup(write, name, group.name);
    }
    deleteUser(write, name);
  },

  read(iam, name) {
    const user = iam.users.get(keyOf(name));
    if (user === undefined) return undefined;
    const groups = byName(iam.groups).filter((group) => user.groupIds.includes(group.id));
    return { UserName: user.name, ...readEntity(user), Groups: groups.map((group) => group.name) };
  },

  attribute(iam, name, attribute) {
    const user = iam.users.get(keyOf(name));
    return user !== undefined && attribute === 'Arn' ? iam.arn('user', user) : undefined;
  },

  locate: (iam, properties) => locateByName(iam.users, properties, 'UserName'),
};
