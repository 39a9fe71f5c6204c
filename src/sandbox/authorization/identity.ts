import { awsManagedPolicy } from '../iam/aws-managed-policies.ts';
import { defaultDocument } from '../iam/policy-versions.ts';
import type { Entity } from '../iam/records.ts';
import type { IamStore } from '../iam/store.ts';
import { type JsonObject, parseObject } from '../json.ts';
import { evaluate, type Decision, type Request } from './evaluate.ts';

/** The role of a session, and what a role's ARN names; undefined for the account itself, which may do everything. */
export function roleOf(iam: IamStore, arn: string): Entity | undefined {
  const [, name] =
    /^arn:[^:]+:sts::\d+:assumed-role\/([^/]+)\//.exec(arn) ?? /:role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return name === undefined ? undefined : iam.role(name);
}

/** What the policies of a role decide, within its boundary. */
export function decideFor(iam: IamStore, role: Entity, request: Request): Decision {
  const policies = [
    ...role.inline.map(({ document }) => parseObject(document)),
    ...role.attached.map((arn) => documentOf(iam, arn)),
  ];
  const decision = evaluate(policies, request);
  if (decision !== 'allowed' || role.boundary === undefined) return decision;
  return evaluate([documentOf(iam, role.boundary)], request);
}

function documentOf(iam: IamStore, arn: string): JsonObject {
  const own = iam.findPolicy(arn);
  return parseObject(own === undefined ? (awsManagedPolicy(arn)?.document ?? '{}') : defaultDocument(own));
}
