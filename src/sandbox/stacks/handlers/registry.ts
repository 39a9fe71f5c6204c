import { groupHandler } from './group.ts';
import type { ResourceHandler } from './handler.ts';
import { instanceProfileHandler } from './instance-profile.ts';
import { managedPolicyHandler } from './managed-policy.ts';
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
  ].map((handler) => [handler.type, handler]),
);

/** The handler of a resource type, when the sandbox has one. */
export function handlerOf(type: string): ResourceHandler | undefined {
  return handlers.get(type);
}

/** The handler of a type that a checked template uses. */
export function knownHandler(type: string): ResourceHandler {
  const handler = handlers.get(type);
  if (handler === undefined) throw new Error(`the sandbox has no handler for ${type}`);
  return handler;
}
