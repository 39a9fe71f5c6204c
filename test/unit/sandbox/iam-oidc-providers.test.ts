import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clients } from './clients.ts';
import { running, stopAfterEach } from './running.ts';
import { failure, trust } from './stacks.ts';

stopAfterEach();
let iam: Clients['iam'];
const arnOf = (url: string) => `arn:aws:iam::111122223333:oidc-provider/${url}`;
const OpenIDConnectProviderArn = arnOf('id.example.com/Acme');
const THUMBPRINT = 'a'.repeat(40);

beforeEach(async () => {
  iam = running().clients.iam;
  await create('https://id.example.com/Acme');
});

function create(Url: string, ClientIDList?: string[], ThumbprintList: string[] = [THUMBPRINT]) {
  return iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url,
      ThumbprintList,
      ...(ClientIDList === undefined ? {} : { ClientIDList }),
    }),
  );
}

function read() {
  return iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
}

describe('an identity provider', () => {
  it('is kept without https://, in its ARN too', async () => {
    expect(await read()).toMatchObject({ Url: 'id.example.com/Acme', ThumbprintList: [THUMBPRINT] });
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    expect(OpenIDConnectProviderList).toEqual([{ Arn: OpenIDConnectProviderArn }]);
  });

  it('is one of its URL, and another one where the case differs', async () => {
    expect(await failure(create('https://id.example.com/Acme'))).toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
    await expect(create('https://id.example.com/acme')).resolves.toMatchObject({
      OpenIDConnectProviderArn: arnOf('id.example.com/acme'),
    });
  });

  it.each(['http://id.example.com', 'https://id.example.com:8443', 'https://id.example.com/a?b=c', 'x'])(
    'has no URL like %s',
    async (url) => {
      expect(await failure(create(url))).toMatchObject({ name: 'ValidationError' });
    },
  );

  it('takes one to five thumbprints of 40 characters, and a list of 100 client ids', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);
    const six = Array.from({ length: 6 }, () => THUMBPRINT);
    expect(await failure(create('https://a.example', [], six))).toMatchObject({
      name: 'InvalidInputException',
    });
    expect(await failure(create('https://a.example', [], ['short']))).toMatchObject({
      name: 'ValidationError',
    });
    expect(await failure(create('https://a.example', many(101)))).toMatchObject({
      name: 'LimitExceededException',
    });
    await create('https://a.example', many(100));
  });

  it('has a thumbprint where none is given', async () => {
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://a.example' }));
    const { ThumbprintList } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arnOf('a.example') }),
    );
    expect(ThumbprintList).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)]);
  });

  it('gets and loses client ids, where twice is no error', async () => {
    const id = { OpenIDConnectProviderArn, ClientID: 'acme' };
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand(id));
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand(id));
    expect((await read()).ClientIDList).toEqual(['acme']);
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand(id));
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand(id));
    expect((await read()).ClientIDList ?? []).toEqual([]);
  });

  it('has its thumbprints replaced as a whole', async () => {
    await iam.send(
      new UpdateOpenIDConnectProviderThumbprintCommand({
        OpenIDConnectProviderArn,
        ThumbprintList: ['b'.repeat(40)],
      }),
    );
    expect((await read()).ThumbprintList).toEqual(['b'.repeat(40)]);
  });

  it('is tagged', async () => {
    const Tags = [{ Key: 'owner', Value: 'me' }];
    await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags }));
    expect((await read()).Tags).toEqual(Tags);
    await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys: ['OWNER'] }));
    const left = await iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn }));
    expect(left.Tags ?? []).toEqual([]);
  });

  it('is deleted though a role trusts it, and deleting it again is no error', async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'r',
        AssumeRolePolicyDocument: JSON.stringify(trust({ Federated: OpenIDConnectProviderArn })),
      }),
    );
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    expect(await failure(read())).toMatchObject({ name: 'NoSuchEntityException' });
  });
});
