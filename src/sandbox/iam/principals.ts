import { malformedPolicy } from '../aws-error.ts';
import type { Write } from '../call.ts';
import { asList, isObject, member, type Json, type JsonObject, parseJson } from '../json.ts';
import { checkDocument } from './documents.ts';
import type { IamStore } from './store.ts';
import { keyOf } from './store.ts';

/**
 * A trust policy as IAM keeps it. Account ids become root ARNs; a role or user of this account becomes its unique id,
 * and must exist; lists of one become the one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @throws AwsError MalformedPolicyDocument
 */
export function storeTrust(write: Write, text: string): string {
  const document = checkDocument(text, 'trust');
  const stored = mapPrincipals(document, (kind, value) => storePrincipal(write, kind, value), true);
  return JSON.stringify(stored) === JSON.stringify(document) ? text : JSON.stringify(stored);
}

/** A stored trust policy as reads show it: unique ids as ARNs, as long as they resolve. */
export function showTrust(iam: IamStore, stored: string): string {
  if (!/A(ROA|IDA)/.test(stored)) return stored;
  const document = parseJson(stored);
  if (!isObject(document)) return stored;
  return JSON.stringify(mapPrincipals(document, (_, value) => arnOfId(iam, value) ?? value, false));
}

function storePrincipal(write: Write, kind: string, value: string): string {
  const { world } = write;
  const { iam } = world;
  const invalid = () => malformedPolicy(`Invalid principal in policy: "${kind.toUpperCase()}":"${value}"`);
  if (kind === 'Service' && !/^[a-z0-9.-]+\.[a-z]+$/.test(value)) throw invalid();
  if (kind !== 'AWS' || value === '*') return value;
  if (/^\d{12}$/.test(value)) return `arn:aws:iam::${value}:root`;
  if (/^A(ROA|IDA)[A-Z0-9]+$/.test(value)) {
    if (arnOfId(iam, value) === undefined) throw invalid();
    return value;
  }
  const arn = /^arn:aws:(iam|sts)::(\d{12}):(root|(?:role|user|assumed-role|federated-user)\/.+)$/.exec(
    value,
  );
  const resource = arn?.[3];
  if (arn === null || resource === undefined || resource.includes('*')) throw invalid();
  if (arn[2] !== world.account || !/^(role|user)\//.test(resource)) return value;
  const id = idOfArn(iam, value);
  if (id === undefined || world.hidesPrincipal(id)) throw invalid();
  return id;
}

function idOfArn(iam: IamStore, arn: string): string | undefined {
  const name = keyOf(arn.slice(arn.lastIndexOf('/') + 1));
  const role = iam.roles.get(name);
  if (role !== undefined && keyOf(iam.arn('role', role)) === keyOf(arn)) return role.id;
  const user = iam.users.get(name);
  return user !== undefined && keyOf(iam.arn('user', user)) === keyOf(arn) ? user.id : undefined;
}

function arnOfId(iam: IamStore, id: string): string | undefined {
  for (const role of iam.roles.values()) if (role.id === id) return iam.arn('role', role);
  for (const user of iam.users.values()) if (user.id === id) return iam.arn('user', user);
  return undefined;
}

function mapPrincipals(
  document: JsonObject,
  map: (kind: string, value: string) => string,
  sort: boolean,
): JsonObject {
  const statements = member(document, 'Statement') ?? [];
  const mapped = asList(statements).map((statement) => {
    const principal = isObject(statement) ? member(statement, 'Principal') : undefined;
    if (!isObject(statement) || !isObject(principal)) return statement;
    const kinds = Object.entries(principal).map(([kind, values]): [string, Json] => {
      const list = asList(values).map((value) => (typeof value === 'string' ? map(kind, value) : value));
      // IAM does not keep the order of a principal list. https://github.com/hashicorp/terraform-provider-aws/issues/21968
      const ordered = sort
        ? list.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
        : list;
      const [only] = ordered;
      return [kind, ordered.length === 1 && only !== undefined ? only : ordered];
    });
    return { ...statement, Principal: Object.fromEntries(kinds) };
  });
  return { ...document, Statement: Array.isArray(statements) ? mapped : (mapped[0] ?? {}) };
}
