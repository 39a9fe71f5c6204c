import {
  addRoleToProfile,
  createInstanceProfile,
  deleteInstanceProfile,
  removeRoleFromProfile,
  roleNamesOf,
} from '../../iam/instance-profiles.ts';
import { keyOf } from '../../iam/store.ts';
import { textMember } from '../../json.ts';
import { locateByName, remove, strings } from './differences.ts';
import type { ResourceHandler } from './handler.ts';

export const instanceProfileHandler: ResourceHandler = {
  type: 'AWS::IAM::InstanceProfile',
  nameProperty: 'InstanceProfileName',
  identifier: 'InstanceProfileName',
  identifierWritable: true,
  importable: true,
  properties: ['InstanceProfileName', 'Path', 'Roles'],
  required: ['Roles'],
  createOnly: ['InstanceProfileName', 'Path'],
  documents: [],
  sets: { Roles: undefined },
  taggable: false,

  create(write, properties, name, created) {
    created(createInstanceProfile(write, name, textMember(properties, 'Path')).name);
    for (const role of strings(properties, 'Roles')) addRoleToProfile(write, name, role);
  },

  update(write, name, before, after) {
    write.world.iam.instanceProfile(name);
    const [old, wanted] = [strings(before, 'Roles'), strings(after, 'Roles')];
    for (const role of old.filter((one) => !wanted.includes(one))) {
      remove(write, () => removeRoleFromProfile(write, name, role));
    }
    for (const role of wanted.filter((one) => !old.includes(one))) addRoleToProfile(write, name, role);
  },

  delete(write, name) {
    const { iam } = write.world;
    for (const role of roleNamesOf(iam, iam.instanceProfile(name))) removeRoleFromProfile(write, name, role);
    deleteInstanceProfile(write, name);
  },

  read(iam, name) {
    const profile = iam.instanceProfiles.get(keyOf(name));
    if (profile === undefined) return undefined;
    return { InstanceProfileName: profile.name, Path: profile.path, Roles: [...roleNamesOf(iam, profile)] };
  },

  attribute(iam, name, attribute) {
    const profile = iam.instanceProfiles.get(keyOf(name));
    return profile !== undefined && attribute === 'Arn' ? iam.arn('instance-profile', profile) : undefined;
  },

  locate: (iam, properties) => locateByName(iam.instanceProfiles, properties, 'InstanceProfileName'),
};
