import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Resource } from '../../src/model/resource.ts';
import { inline, resource, trustOf } from './resources.ts';
import { runsOf } from './thorough.ts';

/** How often a law is tried: few times here, many times in CI. */
export const PROPERTY_RUNS = runsOf(30, 1_000);

const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

/** Any characters, as of `unit: 'binary'`, for which fast-check makes a table of all characters in each arbitrary. */
export function anyText(lengths: { readonly minLength?: number; readonly maxLength?: number } = {}) {
  return fc.string({ ...lengths, unit: anyCharacter });
}

const name = fc.constantFrom('reader', 'writer', 'glue', 'fetcher');
const description = fc.constantFrom('', 'Reads logs', 'Writes logs');
const actions = fc.uniqueArray(
  fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', 'glue:GetTable', 'iam:PassRole'),
  {
    minLength: 1,
  },
);
const on = fc.uniqueArray(fc.constantFrom('arn:aws:s3:::b', 'arn:aws:s3:::b/*', '*'), { minLength: 1 });

export const identityPolicy: fc.Arbitrary<JsonObject> = fc
  .array(fc.record({ Effect: fc.constantFrom('Allow', 'Deny'), Action: actions, Resource: on }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

const trust = fc.constantFrom(
  trustOf('AWS', '406095609952'),
  trustOf('AWS', 'arn:aws:iam::406095609952:root', { StringEquals: { 'sts:ExternalId': ['a1', 'b2'] } }),
  trustOf('Service', 'glue.amazonaws.com'),
);
const attachments = fc.uniqueArray(
  fc.constantFrom('arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/AmazonS3FullAccess'),
);
const inlinePolicies = fc
  .dictionary(fc.constantFrom('read', 'write'), identityPolicy)
  .map((byName): Json => Object.entries(byName).map(([key, document]) => inline(key, document)));
const tags = fc
  .dictionary(fc.constantFrom('owner', 'team'), fc.constantFrom('x', 'y'))
  .map((byKey): Json => Object.entries(byKey).map(([Key, Value]) => ({ Key, Value })));

/** A resource of any kind, with few names, so that sides often have the same ones. */
export const anyResource: fc.Arbitrary<Resource> = fc.oneof(
  fc
    .tuple(
      name,
      fc.record({
        AssumeRolePolicyDocument: trust,
        Description: description,
        ManagedPolicyArns: attachments,
        MaxSessionDuration: fc.constantFrom(3600, 7200),
        Policies: inlinePolicies,
        Tags: tags,
      }),
    )
    .map(([key, properties]) => resource('role', key, properties)),
  fc
    .tuple(name, identityPolicy)
    .map(([key, document]) => resource('managed-policy', key, { PolicyDocument: document })),
  fc
    .tuple(name, fc.record({ ManagedPolicyArns: attachments, Policies: inlinePolicies, Tags: tags }))
    .map(([key, properties]) => resource('user', key, properties)),
  fc
    .tuple(name, fc.record({ ManagedPolicyArns: attachments, Policies: inlinePolicies }))
    .map(([key, properties]) => resource('group', key, properties)),
  fc
    .tuple(
      fc.constantFrom('id.example.com', 'id.example.com/Tenant', 'id.example.com/tenant'),
      fc.record({
        ClientIdList: fc.uniqueArray(fc.constantFrom('sts.amazonaws.com', 'Vendor', 'vendor')),
        ThumbprintList: fc.uniqueArray(fc.constantFrom('a'.repeat(40), 'b'.repeat(40)), { minLength: 1 }),
        Tags: tags,
      }),
    )
    .map(([key, properties]) => resource('oidc-provider', key, properties)),
  fc.tuple(name, name).map(([key, roleName]) => resource('instance-profile', key, { Roles: [roleName] })),
);

/** Resources of different addresses. */
export const anyResources: fc.Arbitrary<readonly Resource[]> = fc.uniqueArray(anyResource, {
  maxLength: 5,
  selector: (item) => `${item.kind}/${item.name}`,
});

/** The same resource written another way: lists in another order, single values as lists, account ids as root ARNs. */
export function respelled(item: Resource): fc.Arbitrary<Resource> {
  return shuffled(item.properties).map((properties) => ({ ...item, properties: properties as JsonObject }));
}

function shuffled(value: Json): fc.Arbitrary<Json> {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return fc
      .tuple(...items.map(shuffled))
      .chain((members) => fc.shuffledSubarray(members, { minLength: members.length }))
      .map((members): Json => members);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as JsonObject);
    return fc
      .tuple(...entries.map(([key, member]) => shuffled(member).map((spelled) => [key, spelled] as const)))
      .chain((members) => fc.shuffledSubarray(members, { minLength: members.length }))
      .map((members): Json => Object.fromEntries(members));
  }
  return fc.constantFrom(value, ...(value === '406095609952' ? ['arn:aws:iam::406095609952:root'] : []));
}
