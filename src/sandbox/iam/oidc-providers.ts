import { alreadyExists, invalidInput, limitExceeded, validationError } from '../aws-error.ts';
import type { Handlers, Write } from '../call.ts';
import { checkLength } from './names.ts';
import { page } from './paging.ts';
import type { OidcProvider, Tag } from './records.ts';
import { keyOf } from './store.ts';
import { checkTags, mergeTags, readTags, tagsAnswer } from './tags.ts';

/** Stands for the thumbprint that IAM looks up itself when none is given. */
const LOOKED_UP = '0123456789abcdef0123456789abcdef01234567';

interface NewProvider {
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[] | undefined;
  readonly tags: readonly Tag[];
}

/** @throws AwsError EntityAlreadyExists, InvalidInput, LimitExceeded, ValidationError */
export function createOidcProvider(write: Write, { url, clientIds, thumbprints, tags }: NewProvider): string {
  const { world } = write;
  checkLength('url', url, 255);
  if (!/^https:\/\/[^/?#:]+(\/[^?#]*)?$/.test(url)) {
    throw validationError(`Invalid Open ID Connect Provider URL: ${url}`);
  }
  checkClientIds(clientIds);
  if (thumbprints !== undefined) checkThumbprints(thumbprints);
  checkTags(tags);
  const name = url.slice('https://'.length);
  if (world.iam.oidcProviders.has(name)) {
    throw alreadyExists(`Provider with url ${url} already exists.`);
  }
  world.beforeWrite();
  const provider: OidcProvider = {
    url: name,
    createDate: world.iamNow(),
    clientIds: [...new Set(clientIds)],
    thumbprints: [...(thumbprints ?? [LOOKED_UP])],
    tags: [...tags],
  };
  world.iam.oidcProviders.set(name, provider);
  record(write, 'CreateOpenIDConnectProvider', provider);
  return world.iam.oidcProviderArn(provider);
}

/** No error when there is no such provider; roles that trust it stay as they are. */
export function deleteOidcProvider(write: Write, arn: string): void {
  const { world } = write;
  const provider = world.iam.findOidcProvider(arn);
  if (provider === undefined) return;
  world.beforeWrite();
  world.iam.oidcProviders.delete(provider.url);
  record(write, 'DeleteOpenIDConnectProvider', provider);
}

/** No error when it has the client id. */
export function addClientId(write: Write, arn: string, clientId: string): void {
  const provider = write.world.iam.oidcProvider(arn);
  if (provider.clientIds.includes(clientId)) return;
  checkClientIds([...provider.clientIds, clientId]);
  write.world.beforeWrite();
  provider.clientIds = [...provider.clientIds, clientId];
  record(write, 'AddClientIDToOpenIDConnectProvider', provider, clientId);
}

/** No error when it does not have the client id. */
export function removeClientId(write: Write, arn: string, clientId: string): void {
  const provider = write.world.iam.oidcProvider(arn);
  if (!provider.clientIds.includes(clientId)) return;
  write.world.beforeWrite();
  provider.clientIds = provider.clientIds.filter((one) => one !== clientId);
  record(write, 'RemoveClientIDFromOpenIDConnectProvider', provider, clientId);
}

/** Replaces the whole list. */
export function updateThumbprints(write: Write, arn: string, thumbprints: readonly string[]): void {
  const provider = write.world.iam.oidcProvider(arn);
  checkThumbprints(thumbprints);
  write.world.beforeWrite();
  provider.thumbprints = [...thumbprints];
  record(write, 'UpdateOpenIDConnectProviderThumbprint', provider, thumbprints.join(','));
}

export function tagOidcProvider(write: Write, arn: string, tags: readonly Tag[]): void {
  const provider = write.world.iam.oidcProvider(arn);
  const merged = mergeTags(provider, tags);
  write.world.beforeWrite();
  provider.tags = [...merged];
  record(write, 'TagOpenIDConnectProvider', provider, tags.map((tag) => tag.key).join(','));
}

export function untagOidcProvider(write: Write, arn: string, keys: readonly string[]): void {
  const provider = write.world.iam.oidcProvider(arn);
  write.world.beforeWrite();
  provider.tags = provider.tags.filter((tag) => !keys.some((key) => keyOf(key) === keyOf(tag.key)));
  record(write, 'UntagOpenIDConnectProvider', provider, keys.join(','));
}

function record(write: Write, operation: string, { url }: OidcProvider, subject?: string): void {
  write.world.record(write.origin, operation, `oidc-provider/${url}`, subject);
}

function checkClientIds(clientIds: readonly string[]): void {
  for (const one of clientIds) {
    if (one === '') throw validationError('Member must have length greater than or equal to 1');
    checkLength('clientIDList', one, 255);
  }
  if (clientIds.length > 100) {
    throw limitExceeded('Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100');
  }
}

function checkThumbprints(thumbprints: readonly string[]): void {
  if (thumbprints.length === 0) throw invalidInput('Thumbprint list must contain at least one entry.');
  if (thumbprints.length > 5) throw invalidInput('Thumbprint list must contain fewer than 5 entries.');
  const wrong = thumbprints.find((one) => one.length !== 40);
  if (wrong !== undefined) {
    throw validationError(
      `1 validation error detected: Value '[${thumbprints.join(', ')}]' at 'thumbprintList' failed to satisfy constraint: Member must have length 40`,
    );
  }
}

const ARN = 'OpenIDConnectProviderArn';

export const oidcProviderHandlers: Handlers = {
  CreateOpenIDConnectProvider: ({ params, write }) => ({
    OpenIDConnectProviderArn: createOidcProvider(write, {
      url: params.require('Url'),
      clientIds: params.strings('ClientIDList') ?? [],
      thumbprints: params.strings('ThumbprintList'),
      tags: readTags(params),
    }),
  }),
  GetOpenIDConnectProvider: ({ params, iam }) => {
    const { url, createDate, clientIds, thumbprints, tags } = iam.oidcProvider(params.require(ARN));
    return {
      Url: url,
      CreateDate: createDate,
      ClientIDList: clientIds,
      ThumbprintList: thumbprints,
      Tags: tagsAnswer(tags),
    };
  },
  ListOpenIDConnectProviders: ({ iam }) => ({
    OpenIDConnectProviderList: [...iam.oidcProviders.values()].map((one) => ({
      Arn: iam.oidcProviderArn(one),
    })),
  }),
  DeleteOpenIDConnectProvider: ({ params, write }) => {
    deleteOidcProvider(write, params.require(ARN));
    return undefined;
  },
  AddClientIDToOpenIDConnectProvider: ({ params, write }) => {
    addClientId(write, params.require(ARN), params.require('ClientID'));
    return undefined;
  },
  RemoveClientIDFromOpenIDConnectProvider: ({ params, write }) => {
    removeClientId(write, params.require(ARN), params.require('ClientID'));
    return undefined;
  },
  UpdateOpenIDConnectProviderThumbprint: ({ params, write }) => {
    updateThumbprints(write, params.require(ARN), params.strings('ThumbprintList') ?? []);
    return undefined;
  },
  TagOpenIDConnectProvider: ({ params, write }) => {
    tagOidcProvider(write, params.require(ARN), readTags(params));
    return undefined;
  },
  UntagOpenIDConnectProvider: ({ params, write }) => {
    untagOidcProvider(write, params.require(ARN), params.strings('TagKeys') ?? []);
    return undefined;
  },
  ListOpenIDConnectProviderTags: (call) => {
    const { tags } = call.iam.oidcProvider(call.params.require(ARN));
    const { items, ...rest } = page(call, tags);
    return { Tags: tagsAnswer(items), ...rest };
  },
};
