import type { AccessReach, AssumeGrant, Permission } from '../../../src/model/access.ts';
import { linesHold } from '../../../src/access/decide-piece.ts';
import { PRINCIPAL_DOMAIN } from '../../../src/access/principal-domain.ts';
import { matchResource } from '../../../src/policy/evaluation/match-resource.ts';
import { requestContext, type RequestContext } from '../../../src/policy/evaluation/request-context.ts';
import type { AccessRequest } from '../../../src/policy/evaluate.ts';

/** Whether a request is one that a permission speaks of. */
export function speaksOf(permission: Permission, request: AccessRequest): boolean {
  const [service = '', name = ''] = request.action.toLowerCase().split(':');
  const about =
    permission.service === '*'
      ? !permission.exceptServices.includes(service)
      : permission.service === service &&
        (permission.every
          ? !permission.exceptActions.some((action) => action.toLowerCase() === name)
          : permission.actions.some((action) => action.toLowerCase() === name));
  const context = requestContext(request.context);
  const resource = request.resource ?? '*';
  return about && isWithin(permission, context, (pattern) => matchResource(pattern, resource, context));
}

/** Whether a request to assume a role is one that an entry speaks of. */
export function lets(entry: AssumeGrant, request: AccessRequest): boolean {
  const name = request.action.toLowerCase().replace('sts:', '');
  const principal = request.principal ?? '';
  return (
    entry.actions.some((action) => action.toLowerCase() === name) &&
    isWithin(entry, requestContext(request.context), (pattern) => PRINCIPAL_DOMAIN.covers(pattern, principal))
  );
}

function isWithin(
  reach: AccessReach,
  context: RequestContext,
  matches: (pattern: string) => boolean,
): boolean {
  return (
    reach.on.some(matches) &&
    reach.alsoOn.every(matches) &&
    !reach.notOn.some(matches) &&
    linesHold(reach.when, context) &&
    !reach.except.some(
      (exception) =>
        exception.on.every(matches) && !exception.notOn.some(matches) && linesHold(exception.when, context),
    )
  );
}
