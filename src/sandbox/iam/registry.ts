import type { Handlers } from '../call.ts';
import { attachmentHandlers } from './attachments.ts';
import { authorizationDetailsHandlers } from './authorization-details.ts';
import { boundaryHandlers } from './boundaries.ts';
import { groupHandlers } from './groups.ts';
import { inlinePolicyHandlers } from './inline-policies.ts';
import { instanceProfileHandlers } from './instance-profiles.ts';
import { managedPolicyHandlers } from './managed-policies.ts';
import { membershipHandlers } from './memberships.ts';
import { oidcProviderHandlers } from './oidc-providers.ts';
import { otherCredentialHandlers } from './other-credentials.ts';
import { policyVersionHandlers } from './policy-versions.ts';
import { roleHandlers } from './roles.ts';
import { tagHandlers } from './tags.ts';
import { userCredentialHandlers } from './user-credentials.ts';
import { userHandlers } from './users.ts';

/** Every IAM action that the sandbox answers. */
export const iamHandlers: Handlers = {
  ...roleHandlers,
  ...userHandlers,
  ...userCredentialHandlers,
  ...otherCredentialHandlers,
  ...groupHandlers,
  ...membershipHandlers,
  ...inlinePolicyHandlers,
  ...attachmentHandlers,
  ...tagHandlers,
  ...boundaryHandlers,
  ...managedPolicyHandlers,
  ...policyVersionHandlers,
  ...instanceProfileHandlers,
  ...oidcProviderHandlers,
  ...authorizationDetailsHandlers,
};
