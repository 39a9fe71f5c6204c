import {
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkDocument } from '../../../src/sandbox/iam/documents.ts';
import type { Clients } from './clients.ts';
import { running } from './running.ts';
import { allow, failure, trust, type Block } from './stacks.ts';

describe('policy documents', () => {
  const statement = (more: Block) => ({ ...allow('s3:*'), Statement: [{ Effect: 'Allow', ...more }] });
  it.each([
    ['managed', '{', 'This policy contains invalid Json'],
    ['managed', statement({ Action: 's3:*', Resource: '*', Effect: 'allow' }), 'Syntax errors in policy.'],
    ['managed', { Version: '2012-10-17', Statement: [] }, 'Syntax errors in policy.'],
    ['managed', { ...allow('s3:*'), Version: '2020-01-01' }, 'Syntax errors in policy.'],
    ['managed', { Statement: [] }, 'Policy document must be version 2012-10-17 or greater.'],
    ['managed', statement({ Resource: '*' }), 'Policy statement must contain actions.'],
    ['managed', statement({ Action: 's3:*' }), 'Policy statement must contain resources.'],
    [
      'managed',
      statement({ Action: 's3:*', Resource: 'bucket' }),
      'Resource bucket must be in ARN format or "*".',
    ],
    ['managed', statement({ Action: 'GetObject', Resource: '*' }), /must be prefaced by a vendor/],
    [
      'managed',
      statement({ Action: 's3:*', Resource: '*', Principal: '*' }),
      /should not specify a principal/,
    ],
    ['managed', statement({ Action: 's3:*', Resource: '*', Sid: 'a b' }), /should be alpha-numeric/],
    ['managed', statement({ Action: 's3:*', NotAction: 's3:*', Resource: '*' }), 'Syntax errors in policy.'],
    [
      'managed',
      statement({ Action: 's3:*', Resource: '*', Condition: { stringequals: {} } }),
      /Syntax errors/,
    ],
    [
      'trust',
      statement({ Action: 'sts:AssumeRole', Principal: '*', Resource: '*' }),
      'Has prohibited field Resource',
    ],
    ['trust', statement({ Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    ['trust', statement({ Action: 's3:*', Principal: '*' }), /may only specify STS AssumeRole actions/],
  ] as const)('of %s use %j are refused', (use, document, message) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    expect(() => checkDocument(text, use)).toThrow(message);
  });

  it.each(['managed', 'inline', 'trust'] as const)(
    'of %s use take the two set operators, and no other',
    (use) => {
      const rest =
        use === 'trust' ? { Action: 'sts:AssumeRole', Principal: '*' } : { Action: 's3:*', Resource: '*' };
      const check = (operator: string) => () => {
        const Condition = { [operator]: { 'aws:TagKeys': ['a'] } };
        checkDocument(
          JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...rest, Condition } }),
          use,
        );
      };
      for (const base of ['StringEquals', 'StringNotLike', 'ArnLikeIfExists', 'NumericLessThan']) {
        expect(check(`ForAnyValue:${base}`)).not.toThrow();
        expect(check(`ForAllValues:${base}`)).not.toThrow();
        expect(check(`ForAnyValues:${base}`)).toThrow('Syntax errors in policy.');
        expect(check(`ForAllValue:${base}`)).toThrow('Syntax errors in policy.');
      }
    },
  );

  it('may hold numbers and booleans as condition values, and single statements', () => {
    const Condition = { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:max-keys': 10 } };
    const Statement = { Effect: 'Deny', Action: ['s3:*'], Resource: ['*'], Condition };
    expect(() =>
      checkDocument(JSON.stringify({ Version: '2012-10-17', Statement }), 'managed'),
    ).not.toThrow();
  });

  it('with two statements of one Sid are refused', () => {
    const Statement = [1, 2].map(() => ({ Sid: 'a', Effect: 'Allow', Action: 's3:*', Resource: '*' }));
    const text = JSON.stringify({ Version: '2012-10-17', Statement });
    expect(() => checkDocument(text, 'managed')).toThrow('must be unique');
  });

  it('with characters that IAM does not know are refused', async () => {
    const { iam } = running().clients;
    await iam.send(
      new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust()) }),
    );
    const text = JSON.stringify(allow('s3:*', 'arn:aws:s3:::日本'));
    const put = new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: text });
    expect((await failure(iam.send(put))).message).toMatch(/printable ASCII/);
  });
});

describe('principals of a trust policy', () => {
  let iam: Clients['iam'];
  beforeEach(async () => {
    iam = running().clients.iam;
  });
  const create = (name: string, principal: unknown) =>
    iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust(principal)) }),
    );
  const principalOf = async (name: string): Promise<unknown> => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as {
      Statement: { Principal: unknown }[];
    };
    return document.Statement[0]?.Principal;
  };

  it('turn from account ids into root ARNs', async () => {
    await create('r', { AWS: ['406095609952'] });
    expect(await principalOf('r')).toEqual({ AWS: 'arn:aws:iam::406095609952:root' });
  });

  it('have to exist in this account', async () => {
    expect(await failure(create('r', { AWS: 'arn:aws:iam::111122223333:role/none' }))).toEqual({
      name: 'MalformedPolicyDocumentException',
      message: 'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/none"',
      status: 400,
    });
    await create('other', { AWS: 'arn:aws:iam::406095609952:role/not-checked' });
  });

  it('show as unique ids for ever once the role is deleted, also when it is made again', async () => {
    await create('vendor', { AWS: '406095609952' });
    await create('r', { AWS: 'arn:aws:iam::111122223333:role/vendor' });
    expect(await principalOf('r')).toEqual({ AWS: 'arn:aws:iam::111122223333:role/vendor' });
    await iam.send(new DeleteRoleCommand({ RoleName: 'vendor' }));
    const dead = await principalOf('r');
    expect(dead).toEqual({ AWS: expect.stringMatching(/^AROA/) });
    await create('vendor', { AWS: '406095609952' });
    expect(await principalOf('r')).toEqual(dead);
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: 'r',
        PolicyDocument: JSON.stringify(trust({ AWS: 'arn:aws:iam::111122223333:role/vendor' })),
      }),
    );
    expect(await principalOf('r')).toEqual({ AWS: 'arn:aws:iam::111122223333:role/vendor' });
  });

  it('may be users, services and all principals, and not a part of a name', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'u', Path: '/p/' }));
    await create('a', { AWS: 'arn:aws:iam::111122223333:user/p/u', Service: ['glue.amazonaws.com'] });
    expect(await principalOf('a')).toEqual({
      AWS: 'arn:aws:iam::111122223333:user/p/u',
      Service: 'glue.amazonaws.com',
    });
    await create('b', '*');
    expect(await principalOf('b')).toBe('*');
    expect((await failure(create('c', { AWS: 'arn:aws:iam::406095609952:role/x*' }))).message).toMatch(
      /Invalid principal/,
    );
  });
});
