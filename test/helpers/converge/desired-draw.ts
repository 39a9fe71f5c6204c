import fc from 'fast-check';
import { isJsonArray, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Address } from '../../../src/model/address.ts';
import { parseAddress } from '../../../src/model/address.ts';
import type { Resource } from '../../../src/model/resource.ts';
import { placed, type IntegrationName } from './names.ts';
import { ACCOUNT, allow, inline, resource, trustOf } from '../resources.ts';

/**
 * What a file declares, in words that stay readable in a counterexample: `{ 'role/r1': { Policies: { read: 'allow' } } }`.
 * What is not there has its default.
 */
export type FileDraw = Readonly<Partial<Record<Address, ResourceDraw>>>;

export interface ResourceDraw {
  readonly trust?: 'vendor' | 'vendor-with-id' | 'glue' | 'role/r2' | 'oidc-provider/o1';
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly ManagedPolicyArns?: readonly string[];
  readonly Policies?: Readonly<Record<string, string>>;
  readonly Groups?: readonly string[];
  readonly Tags?: Readonly<Record<string, string>>;
  readonly ClientIdList?: readonly string[];
  readonly ThumbprintList?: readonly string[];
  readonly document?: string;
  readonly role?: string;
}

export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
export const OWN_POLICY = `arn:aws:iam::${ACCOUNT}:policy/p1`;
/** Exist in every drawn account, and are nobody's. */
export const OUTSIDE_POLICY = `arn:aws:iam::${ACCOUNT}:policy/outside`;
export const OUTSIDE = 'outside';

const DOCUMENTS: Readonly<Record<string, JsonObject>> = {
  allow: allow('s3:GetObject', '*'),
  'allow-more': allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::b/*'),
  deny: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
};

const documents = fc.constantFrom(...Object.keys(DOCUMENTS));
const paths = fc.constantFrom('/', '/app/');
/** IAM fixes some properties when a resource is made: that blocks, and is drawn seldom. */
const rarely = <T>(usual: T, other: T): fc.Arbitrary<T> =>
  fc.constantFrom(usual, usual, usual, usual, usual, usual, usual, usual, other);
const policies = fc.dictionary(fc.constantFrom('read', 'write'), documents, {
  maxKeys: 2,
  noNullPrototype: true,
});
const attachments = fc.uniqueArray(fc.constantFrom(READ_ONLY, OWN_POLICY, OUTSIDE_POLICY), { maxLength: 3 });
const tags = fc.dictionary(fc.constantFrom('owner', 'team', 'straße'), fc.constantFrom('', 'x', '部門'), {
  maxKeys: 2,
  noNullPrototype: true,
});
export const THUMBPRINTS = ['a'.repeat(40), 'b'.repeat(40)] as const;
const boundary = fc.constantFrom(READ_ONLY, OWN_POLICY);
const optional = { requiredKeys: [] };

const role: fc.Arbitrary<ResourceDraw> = fc.record(
  {
    trust: fc.constantFrom('vendor', 'vendor-with-id', 'glue', 'role/r2', 'oidc-provider/o1'),
    Description: fc.constantFrom('', 'declared', 'Zugriff für Prüfer'),
    MaxSessionDuration: fc.constantFrom(3600, 7200),
    Path: rarely('/', '/app/'),
    PermissionsBoundary: boundary,
    ManagedPolicyArns: attachments,
    Policies: policies,
    Tags: tags,
  },
  optional,
);

/** A file with some of seven resources that refer to each other. */
export const anyFile: fc.Arbitrary<FileDraw> = fc.record(
  {
    'role/r1': role,
    'role/r2': role,
    'managed-policy/p1': fc.record({ document: documents, Description: rarely('', 'declared') }, optional),
    'user/u1': fc.record(
      {
        Path: paths,
        PermissionsBoundary: boundary,
        ManagedPolicyArns: attachments,
        Policies: policies,
        Groups: fc.uniqueArray(fc.constantFrom('g1', OUTSIDE), { maxLength: 2 }),
        Tags: tags,
      },
      optional,
    ),
    'group/g1': fc.record({ Path: paths, ManagedPolicyArns: attachments, Policies: policies }, optional),
    'instance-profile/x1': fc.record({ role: fc.constantFrom('r1', OUTSIDE) }, optional),
    'oidc-provider/o1': fc.record(
      {
        ClientIdList: fc.uniqueArray(fc.constantFrom('acme', 'sts.amazonaws.com'), { maxLength: 2 }),
        ThumbprintList: fc.uniqueArray(fc.constantFrom(...THUMBPRINTS), { minLength: 1, maxLength: 2 }),
        Tags: tags,
      },
      optional,
    ),
  },
  optional,
);

/** The resources of a file; references to what it does not declare are left out of it. */
export function resourcesOf(file: FileDraw, integration: IntegrationName): readonly Resource[] {
  return Object.entries(file).flatMap(([address, draw]) => {
    const parsed = parseAddress(address);
    if (parsed === undefined || draw === undefined) return [];
    const own = { name: parsed.name, properties: propertiesOf(parsed.name, draw, file) };
    const { name, properties } = placed(own, integration);
    return [resource(parsed.kind, name, properties)];
  });
}

function propertiesOf(name: string, draw: ResourceDraw, file: FileDraw): JsonObject {
  const { trust, document, role: held, Policies, Tags, PermissionsBoundary, ...plain } = draw;
  const exists = (text: Json): boolean =>
    (text !== OWN_POLICY || file['managed-policy/p1'] !== undefined) &&
    (text !== 'g1' || file['group/g1'] !== undefined);
  const lists = Object.fromEntries(
    Object.entries(plain).map(([key, value]): [string, Json] => [
      key,
      isJsonArray(value as Json) ? (value as readonly Json[]).filter(exists) : (value as Json),
    ]),
  );
  return {
    ...lists,
    ...(trust === undefined ? {} : { AssumeRolePolicyDocument: trustDocument(trust, name, file) }),
    ...(document === undefined ? {} : { PolicyDocument: documentNamed(document) }),
    ...(held === undefined
      ? {}
      : { Roles: [held === 'r1' && file['role/r1'] === undefined ? OUTSIDE : held] }),
    ...(held === undefined && name === 'x1' ? { Roles: [OUTSIDE] } : {}),
    ...(Policies === undefined
      ? {}
      : { Policies: Object.entries(Policies).map(([key, value]) => inline(key, documentNamed(value))) }),
    ...(Tags === undefined ? {} : { Tags: Object.entries(Tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...(PermissionsBoundary === undefined || !exists(PermissionsBoundary) ? {} : { PermissionsBoundary }),
  };
}

function documentNamed(name: string): JsonObject {
  return DOCUMENTS[name] ?? {};
}

function trustDocument(trust: string, name: string, file: FileDraw): JsonObject {
  const isThere =
    trust === 'oidc-provider/o1'
      ? file[trust] !== undefined
      : trust !== 'role/r2' || (name !== 'r2' && file[trust] !== undefined);
  const trusted = isThere ? trust : 'vendor';
  switch (trusted) {
    case 'glue':
      return trustOf('Service', 'glue.amazonaws.com');
    case 'vendor-with-id':
      return trustOf('AWS', '406095609952', { StringEquals: { 'sts:ExternalId': 'a1' } });
    case 'role/r2':
      return trustOf('AWS', `arn:aws:iam::${ACCOUNT}:role${file['role/r2']?.Path ?? '/'}r2`);
    case 'oidc-provider/o1':
      return trustOf('Federated', `arn:aws:iam::${ACCOUNT}:oidc-provider/o1`);
    default:
      return trustOf('AWS', '406095609952');
  }
}
