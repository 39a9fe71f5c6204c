import { createGroup, deleteGroup, updateGroup } from '../../iam/groups.ts';
import { keyOf } from '../../iam/store.ts';
import { textMember } from '../../json.ts';
import {
  locateByName,
  readEntity,
  stripPolicies,
  writeAttachments,
  writeInlinePolicies,
} from './differences.ts';
import type { ResourceHandler } from './handler.ts';

export const groupHandler: ResourceHandler = {
  type: 'AWS::IAM::Group',
  nameProperty: 'GroupName',
  identifier: 'GroupName',
  identifierWritable: true,
  importable: true,
  properties: ['GroupName', 'ManagedPolicyArns', 'Path', 'Policies'],
  required: [],
  createOnly: ['GroupName'],
  documents: ['PolicyDocument'],
  sets: { ManagedPolicyArns: undefined, Policies: 'PolicyName' },
  taggable: false,

  create(write, properties, name, created) {
    created(createGroup(write, name, textMember(properties, 'Path')).name);
    writeAttachments(write, 'group', name, {}, properties);
    writeInlinePolicies(write, 'group', name, {}, properties);
  },

  update(write, name, before, after) {
    write.world.iam.group(name);
    const path = textMember(after, 'Path') ?? '/';
    if ((textMember(before, 'Path') ?? '/') !== path) updateGroup(write, name, undefined, path);
    writeAttachments(write, 'group', name, before, after);
    writeInlinePolicies(write, 'group', name, before, after);
  },

  delete(write, name) {
    stripPolicies(write, 'group', write.world.iam.group(name));
    deleteGroup(write, name);
  },

  read(iam, name) {
    const group = iam.groups.get(keyOf(name));
    if (group === undefined) return undefined;
    const { Path, ManagedPolicyArns, Policies } = readEntity(group);
    return {
      GroupName: group.name,
      Path: Path ?? '/',
      ManagedPolicyArns: ManagedPolicyArns ?? [],
      Policies: Policies ?? [],
    };
  },

  attribute(iam, name, attribute) {
    const group = iam.groups.get(keyOf(name));
    return group !== undefined && attribute === 'Arn' ? iam.arn('group', group) : undefined;
  },

  locate: (iam, properties) => locateByName(iam.groups, properties, 'GroupName'),
};
