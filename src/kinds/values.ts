import type { Kind } from '../model/address.ts';
import { groupValues } from './group/values.ts';
import { instanceProfileValues } from './instance-profile/values.ts';
import type { KindValues } from './kind.ts';
import { managedPolicyValues } from './managed-policy/values.ts';
import { oidcProviderValues } from './oidc-provider/values.ts';
import { roleValues } from './role/values.ts';
import { userValues } from './user/values.ts';

/** Apart from what else is known of a kind: only what reads files needs them, and they take long to build. */
export const KIND_VALUES: Readonly<Record<Kind, KindValues>> = {
  role: roleValues,
  'managed-policy': managedPolicyValues,
  user: userValues,
  group: groupValues,
  'instance-profile': instanceProfileValues,
  'oidc-provider': oidcProviderValues,
};
