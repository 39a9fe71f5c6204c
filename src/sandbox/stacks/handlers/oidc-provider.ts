import {
  addClientId,
  createOidcProvider,
  deleteOidcProvider,
  removeClientId,
  tagOidcProvider,
  untagOidcProvider,
  updateThumbprints,
} from '../../iam/oidc-providers.ts';
import { member, sameJson, textMember } from '../../json.ts';
import { strings, tagChanges, tagsOf } from './differences.ts';
import type { ResourceHandler } from './handler.ts';

export const oidcProviderHandler: ResourceHandler = {
  type: 'AWS::IAM::OIDCProvider',
  nameProperty: 'Url',
  identifier: 'Arn',
  identifierWritable: false,
  importable: true,
  properties: ['ClientIdList', 'Tags', 'ThumbprintList', 'Url'],
  required: [],
  createOnly: ['Url'],
  documents: [],
  sets: { ClientIdList: undefined, ThumbprintList: undefined, Tags: 'Key' },
  taggable: true,

  create(write, properties, _name, created) {
    const hasThumbprints = member(properties, 'ThumbprintList') !== undefined;
    created(
      createOidcProvider(write, {
        url: textMember(properties, 'Url') ?? '',
        clientIds: strings(properties, 'ClientIdList'),
        thumbprints: hasThumbprints ? strings(properties, 'ThumbprintList') : undefined,
        tags: tagsOf(properties),
      }),
    );
  },

  update(write, arn, before, after) {
    write.world.iam.oidcProvider(arn);
    const [old, wanted] = [strings(before, 'ClientIdList'), strings(after, 'ClientIdList')];
    for (const one of wanted.filter((id) => !old.includes(id))) addClientId(write, arn, one);
    for (const one of old.filter((id) => !wanted.includes(id))) removeClientId(write, arn, one);
    const thumbprints = strings(after, 'ThumbprintList');
    if (!sameJson(member(before, 'ThumbprintList'), member(after, 'ThumbprintList'))) {
      updateThumbprints(write, arn, thumbprints);
    }
    const { gone, put } = tagChanges(before, after);
    if (gone.length > 0) untagOidcProvider(write, arn, gone);
    if (put.length > 0) tagOidcProvider(write, arn, put);
  },

  delete(write, arn) {
    write.world.iam.oidcProvider(arn);
    deleteOidcProvider(write, arn);
  },

  read(iam, arn) {
    const provider = iam.findOidcProvider(arn);
    if (provider === undefined) return undefined;
    return {
      Url: `https://${provider.url}`,
      ClientIdList: [...provider.clientIds],
      ThumbprintList: [...provider.thumbprints],
      Tags: provider.tags.map((tag) => ({ Key: tag.key, Value: tag.value })),
    };
  },

  attribute: (iam, arn, attribute) =>
    attribute === 'Arn' && iam.findOidcProvider(arn) !== undefined ? arn : undefined,

  locate(iam, properties) {
    const arn = textMember(properties, 'Arn');
    if (arn !== undefined) return iam.findOidcProvider(arn) === undefined ? undefined : arn;
    const url = textMember(properties, 'Url');
    const provider = url === undefined ? undefined : iam.oidcProviders.get(url.replace('https://', ''));
    return provider === undefined ? undefined : iam.oidcProviderArn(provider);
  },
};
