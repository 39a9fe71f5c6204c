import { showTrust } from '../../iam/principals.ts';
import { createRole, deleteRole, updateRole, updateTrust } from '../../iam/roles.ts';
import { keyOf } from '../../iam/store.ts';
import { member, sameJson, textMember, parseJson } from '../../json.ts';
import {
  documentText,
  locateByName,
  readEntity,
  stripPolicies,
  tagsOf,
  writeAttachments,
  writeBoundary,
  writeInlinePolicies,
  writeTags,
} from './differences.ts';
import type { ResourceHandler } from './handler.ts';

function sessionDuration(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

export const roleHandler: ResourceHandler = {
  type: 'AWS::IAM::Role',
  nameProperty: 'RoleName',
  identifier: 'RoleName',
  identifierWritable: true,
  importable: true,
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'PermissionsBoundary',
    'Policies',
    'RoleName',
    'Tags',
  ],
  required: ['AssumeRolePolicyDocument'],
  createOnly: ['RoleName', 'Path'],
  documents: ['AssumeRolePolicyDocument', 'PolicyDocument'],
  sets: { ManagedPolicyArns: undefined, Policies: 'PolicyName', Tags: 'Key' },
  taggable: true,

  create(write, properties, name, created) {
    const role = createRole(write, {
      name,
      path: textMember(properties, 'Path'),
      trust: documentText(member(properties, 'AssumeRolePolicyDocument')),
      description: textMember(properties, 'Description'),
      maxSessionDuration: sessionDuration(textMember(properties, 'MaxSessionDuration')),
      boundary: textMember(properties, 'PermissionsBoundary'),
      tags: tagsOf(properties),
    });
    created(role.name);
    writeAttachments(write, 'role', name, {}, properties);
    writeInlinePolicies(write, 'role', name, {}, properties);
  },

  update(write, name, before, after) {
    const role = write.world.iam.role(name);
    const trust = member(after, 'AssumeRolePolicyDocument');
    if (!sameJson(member(before, 'AssumeRolePolicyDocument'), trust)) {
      updateTrust(write, name, documentText(trust));
    }
    const description = textMember(after, 'Description') ?? '';
    const duration = sessionDuration(textMember(after, 'MaxSessionDuration'));
    const settings = ['Description', 'MaxSessionDuration'];
    if (settings.some((key) => textMember(before, key) !== textMember(after, key))) {
      // A duration that the template no longer has is not sent, and IAM keeps the old one.
      updateRole(write, role.name, { description, maxSessionDuration: duration });
    }
    writeBoundary(write, 'role', name, before, after);
    writeAttachments(write, 'role', name, before, after);
    writeInlinePolicies(write, 'role', name, before, after);
    writeTags(write, 'role', name, before, after);
  },

  delete(write, name) {
    const role = write.world.iam.role(name);
    stripPolicies(write, 'role', role);
    deleteRole(write, name);
  },

  read(iam, name) {
    const role = iam.roles.get(keyOf(name));
    if (role === undefined) return undefined;
    return {
      RoleName: role.name,
      ...readEntity(role),
      AssumeRolePolicyDocument: parseJson(showTrust(iam, role.trust)),
      MaxSessionDuration: role.maxSessionDuration,
      ...(role.description === undefined ? {} : { Description: role.description }),
    };
  },

  attribute(iam, name, attribute) {
    const role = iam.roles.get(keyOf(name));
    if (role === undefined) return undefined;
    return attribute === 'Arn' ? iam.arn('role', role) : attribute === 'RoleId' ? role.id : undefined;
  },

  locate: (iam, properties) => locateByName(iam.roles, properties, 'RoleName'),
};
