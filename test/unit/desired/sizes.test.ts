import { describe, expect, it } from '@jest/globals';
import { lineOf, parseFiles } from './parse.ts';

const HEAD = 'integration: x\ndescription: d\n';

/** A document of exactly `size` characters without white space. */
function documentOf(size: number): string {
  const statement = (resource: string): string =>
    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${resource}"}]}`;
  return statement('x'.repeat(size - statement('').length));
}

function trustOf(size: number): string {
  const statement = (value: string): string =>
    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222233334444:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalTag/a":"${value}"}}}]}`;
  return statement('x'.repeat(size - statement('').length));
}

function messages(text: string): readonly string[] {
  return parseFiles({ 'x.yaml': HEAD + text }).diagnostics.map(lineOf);
}

function managed(size: number): string {
  return `managedPolicies:\n  - ManagedPolicyName: p\n    PolicyDocument: ${documentOf(size).replace(',', ',   ')}\n`;
}

function inline(list: string, name: string, sizes: readonly number[], extra = ''): string {
  const policies = sizes.map(
    (size, index) => `      - { PolicyName: p${index}, PolicyDocument: ${documentOf(size)} }\n`,
  );
  return `${list}:\n  - ${name}: n\n${extra}    Policies:\n${policies.join('')}`;
}

const role = (size: number): string =>
  `roles:\n  - RoleName: r\n    AssumeRolePolicyDocument: ${trustOf(size)}\n`;

describe('sizes that IAM allows, white space not counted', () => {
  it('a managed policy has at most 6144 characters', () => {
    expect(messages(managed(6144))).toEqual([]);
    expect(messages(managed(6145))).toEqual([
      'desired/x.yaml:5:5 error policy-size: PolicyDocument has 6145 characters without white space; IAM allows 6144 -> split its statements over 2 managed policies',
    ]);
  });

  it.each([
    ['users', 'UserName', 'user', 2048, ''],
    ['groups', 'GroupName', 'group', 5120, ''],
    ['roles', 'RoleName', 'role', 10240, `    AssumeRolePolicyDocument: ${trustOf(300)}\n`],
  ])('the inline policies of %s count together', (list, name, kind, limit, extra) => {
    expect(messages(inline(list, name, [limit - 1000, 1000], extra))).toEqual([]);
    expect(messages(inline(list, name, [limit - 1000, 1001], extra))).toEqual([
      `desired/x.yaml:${extra === '' ? 5 : 6}:5 error policy-size: the inline policies of this ${kind} have ${limit + 1} characters without white space; IAM allows ${limit} in all -> move one under "managedPolicies:" and write its name under ManagedPolicyArns`,
    ]);
  });

  it('a trust policy over the default quota is a warning, over the highest an error', () => {
    expect(messages(role(2048))).toEqual([]);
    expect(messages(role(2049))).toEqual([
      "desired/x.yaml:5:5 warning policy-size: AssumeRolePolicyDocument has 2049 characters without white space; IAM allows 2048 unless the account's quota was raised (to 8192 at most) -> shorten it, or raise quota L-C07B4B0D",
    ]);
    expect(messages(role(8192))).toHaveLength(1);
    expect(messages(role(8193))).toEqual([
      'desired/x.yaml:5:5 error policy-size: AssumeRolePolicyDocument has 8193 characters without white space; IAM allows 8192 -> shorten it: trust fewer principals, or name several in one statement',
    ]);
  });

  it('a file larger than any integration is not read', () => {
    expect(messages('#'.repeat(1_048_577))).toEqual([
      `desired/x.yaml:1:1 error too-large: the file has ${1_048_577 + HEAD.length} characters; at most 1048576 are read -> split it`,
    ]);
  });

  it('brackets nested beyond any policy are refused, not followed', () => {
    expect(messages(`roles: ${'['.repeat(20_000)}`)[0]).toContain('too deeply');
  });
});

describe('what no stack holds is refused as a whole, in one sentence', () => {
  const users = (count: number): string =>
    `users: [${Array.from({ length: count }, (_, n) => `{ UserName: u${n} }`).join(', ')}]\n`;

  it('a file has at most 500 resources, of all kinds together', () => {
    expect(messages(`${users(499)}groups: [{ GroupName: g }]\n`)).toEqual([]);
    expect(messages(`${users(500)}groups: [{ GroupName: g }]\ncolour: red\n`)).toEqual([
      'desired/x.yaml:3:1 error too-many-resources: the file declares 501 resources; a stack of CloudFormation holds 500 -> split it: one integration is one purpose of one third party',
    ]);
  });

  it('the values of parameters have at most a MiB in all the places where they stand', () => {
    const owners = (places: number): string =>
      `parameters: { A: ${'x'.repeat(2 ** 15)} }\nroles:\n  - RoleName: r\n    Description: "${'${A}'.repeat(places)}"\n`;
    const said = messages(owners(32));
    expect(said.filter((line) => line.includes('parameter-explosion'))).toEqual([]);
    expect(said).not.toEqual([]);
    expect(messages(owners(2 ** 17))).toEqual([
      'desired/x.yaml:6:18 error parameter-explosion: with the parameters up to this place replaced, their values alone have more than 1048576 characters -> shorten the values, or name them in fewer places',
    ]);
  });
});
