import { groupHandler } from './group.ts';
import type { ResourceHandler } from './handler.ts';
import { inertHandler } from './inert.ts';
import { groupPolicyHandler, policyHandler, rolePolicyHandler, userPolicyHandler } from './inline-policy.ts';
import { instanceProfileHandler } from './instance-profile.ts';
import { managedPolicyHandler } from './managed-policy.ts';
import { membershipHandler } from './membership.ts';
import { oidcProviderHandler } from './oidc-provider.ts';
import { roleHandler } from './role.ts';
import { userHandler } from './user.ts';
import { waitConditionHandle } from './wait-condition-handle.ts';

const handlers: ReadonlyMap<string, ResourceHandler> = new Map(
  [
    roleHandler,
    managedPolicyHandler,
    userHandler,
    groupHandler,
    instanceProfileHandler,
    oidcProviderHandler,
    waitConditionHandle,
    policyHandler,
    rolePolicyHandler,
    userPolicyHandler,
    groupPolicyHandler,
    membershipHandler,
  ].map((handler) => [handler.type, handler]),
);

/** The handler of a resource type, when the sandbox has one. */
export function handlerOf(type: string): ResourceHandler | undefined {
  return handlers.get(type) ?? inertHandler(type);
}

/** The handler of a type that a checked template uses. */
export function knownHandler(type: string): ResourceHandler {
  const handler = handlerOf(type);
  if (handler === undefined) throw new Error(`the sandbox has no handler for ${type}`);
  return handler;
}
