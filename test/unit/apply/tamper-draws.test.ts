import { describe, expect, it } from '@jest/globals';
import { KIND_SPECS } from '../../../src/kinds/registry.ts';
import type { Tampering } from '../../helpers/converge/tampering.ts';

/** Which fields of docs/fields.md each drawn tampering edits. */
const EDITS: Readonly<Record<Tampering['does'], readonly string[]>> = {
  'put inline policy': ['role Policies', 'user Policies', 'group Policies'],
  'delete inline policy': ['role Policies', 'user Policies', 'group Policies'],
  attach: ['role ManagedPolicyArns', 'user ManagedPolicyArns', 'group ManagedPolicyArns'],
  detach: ['role ManagedPolicyArns', 'user ManagedPolicyArns', 'group ManagedPolicyArns'],
  'edit trust': ['role AssumeRolePolicyDocument'],
  'edit settings': ['role Description', 'role MaxSessionDuration'],
  'put boundary': ['role PermissionsBoundary', 'user PermissionsBoundary'],
  'delete boundary': ['role PermissionsBoundary', 'user PermissionsBoundary'],
  tag: ['role Tags', 'user Tags'],
  untag: ['role Tags', 'user Tags'],
  move: ['user Path', 'group Path'],
  'edit managed policy': ['managed-policy PolicyDocument'],
  'go back to the first version': ['managed-policy PolicyDocument'],
  'fill up the versions': [],
  join: ['user Groups'],
  leave: ['user Groups'],
  'give profile a role': ['instance-profile Roles'],
  'take role of profile': ['instance-profile Roles'],
  'add client id': ['oidc-provider ClientIdList'],
  'remove client id': ['oidc-provider ClientIdList'],
  'write thumbprints': ['oidc-provider ThumbprintList'],
  'tag provider': ['oidc-provider Tags'],
  'untag provider': ['oidc-provider Tags'],
  'make access key': [],
  'make password': [],
  'enable MFA device': [],
  'let a stranger join': [],
  'give a strange profile the role': [],
  delete: [],
  // What is deleted and made again by hand has another path, and no description.
  make: ['role Path', 'managed-policy Path', 'managed-policy Description', 'instance-profile Path'],
  'make in another stack': [],
  'make in capitals': [],
  'delete our stack': [],
  'edit our stack': [],
};

describe('the accounts that are drawn', () => {
  it('are tampered with in every field of docs/fields.md', () => {
    const fields = KIND_SPECS.flatMap(({ kind, fields: specs }) =>
      specs.map(({ property }) => `${kind} ${property}`),
    );
    expect([...new Set(Object.values(EDITS).flat())].sort()).toEqual(fields.sort());
  });
});
