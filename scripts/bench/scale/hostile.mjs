// Desired states that are built to make comparisons cost as much as IAM's quotas allow: ten managed policies of 6,144
// characters and 10,200 inline, and as many expectations as fit in a file of 1 MiB.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNT } from './account.mjs';

const document = (Statement) => ({ Version: '2012-10-17', Statement });
const id = (number) => number.toString(36);
const letters = (n) => String.fromCharCode(97 + (n % 26), 97 + (Math.floor(n / 26) % 26));
const bucket = (effect, n) => `arn:aws:s3:::*${effect.charAt(0)}${id(n)}*`;

/** The number-th part of a policy, and what the parts come to. */
const FAMILIES = {
  'denials in allowances': {
    part: bucket,
    whole: (Resource, Effect) => document([{ Effect, Action: 's3:*', Resource }]),
  },
  'conditions on both': {
    part: (Effect, n) => ({
      Effect,
      Action: 's3:*',
      Resource: bucket(Effect, n),
      Condition: { StringLike: { [`aws:PrincipalTag/${id(n % 7)}`]: [`*${id(n)}*`] } },
    }),
    whole: document,
  },
  'classes of actions': {
    part: (Effect, n) => ({ Effect, Action: `ec2:*${letters(n)}*`, Resource: `arn:aws:ec2:*:*:*${id(n)}*` }),
    whole: document,
  },
  'NotAction and NotResource': {
    part: (_effect, n) => {
      const Effect = n % 2 === 0 ? 'Allow' : 'Deny';
      return { Effect, NotAction: `s3:*${letters(n)}*`, NotResource: bucket(Effect, n) };
    },
    whole: document,
  },
  // Each of them is looked for among all names that there are, to say what may be meant.
  'unknown names': {
    part: (Effect, n) => ({
      Effect,
      Action: [`ec2:DescribeInstanse${id(n)}`, `elasticloadbalansing${id(n)}:Describe*`],
      Resource: '*',
      Condition: { StringLike: { [`ec2:InstanseTypo${id(n)}`]: '*' } },
    }),
    whole: document,
  },
  'policy variables': {
    part: (Effect, n) => ({
      Effect,
      Action: 's3:*',
      Resource: `arn:aws:s3:::*\${aws:PrincipalTag/${id(n % 5)}}*${id(n)}*`,
    }),
    whole: document,
  },
};

export const HOSTILE = Object.keys(FAMILIES);

/** The documents of a family: managed and inline. */
export function hostileDocuments(family) {
  const { part, whole } = FAMILIES[family];
  let n = 0;
  const make = (limit, position) => {
    const effect = position % 2 === 0 ? 'Allow' : 'Deny';
    const parts = [];
    for (;;) {
      const next = part(effect, n);
      if (JSON.stringify(whole([...parts, next], effect)).length > limit) return whole(parts, effect);
      parts.push(next);
      n += 1;
    }
  };
  return {
    managed: Array.from({ length: 10 }, (_, position) => make(6_144, position)),
    inline: [make(5_100, 0), make(5_100, 1)],
  };
}

/** Writes the files, and an empty account as the aws CLI prints it. */
export async function writeHostile(folder, family, expectations) {
  const { managed, inline } = hostileDocuments(family);
  const Condition = { StringEquals: { 'sts:ExternalId': 'k2vq8m1t7-4d9x0qa-7m2p' } };
  const Principal = { AWS: 'arn:aws:iam::406095609952:root' };
  const names = managed.map((_, index) => `mp${index}`);
  const file = {
    integration: 'victim',
    description: 'x',
    managedPolicies: managed.map((PolicyDocument, index) => ({
      ManagedPolicyName: names[index],
      PolicyDocument,
    })),
    roles: [
      {
        RoleName: 'victim',
        AssumeRolePolicyDocument: document([
          { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition },
        ]),
        ManagedPolicyArns: names,
        Policies: inline.map((PolicyDocument, index) => ({ PolicyName: `i${index}`, PolicyDocument })),
      },
    ],
    ...(expectations ? { expect: expectationsUpTo(920_000) } : {}),
  };
  await mkdir(join(folder, 'desired'), { recursive: true });
  await mkdir(join(folder, 'live'), { recursive: true });
  const settings = `version: 1\naccount: "${ACCOUNT}"\nregion: eu-west-1\n`;
  await writeFile(join(folder, 'desired/rolekeeper.yaml'), settings);
  await writeFile(join(folder, 'desired/victim.yaml'), JSON.stringify(file));
  const lists = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
    IsTruncated: false,
  };
  const empty = { account: lists, roles: { Roles: [] }, profiles: { InstanceProfiles: [] } };
  for (const [name, rows] of Object.entries(empty))
    await writeFile(join(folder, `live/${name}.json`), JSON.stringify(rows));
}

function expectationsUpTo(bytes) {
  const lines = [];
  const principal = 'role/victim';
  for (let n = 0, length = 0; length < bytes; n += 1) {
    const line = [
      { principal, deny: ['s3:DeleteObject'], on: [`arn:aws:s3:::b${n}*x`] },
      { principal, allow: ['s3:GetObject'], on: [`arn:aws:s3:::a${n}*`] },
      { principal, deny: ['ec2:RunInstances'], on: ['*'] },
    ][n % 3];
    lines.push(line);
    length += JSON.stringify(line).length + 1;
  }
  return lines;
}

/** A role with such policies in an account, for `victim` as another family declares it. */
export function hostileState(family) {
  const { managed, inline } = hostileDocuments(family);
  const at = '2026-01-01T00:00:00Z';
  const policies = managed.map((PolicyDocument, index) => ({
    name: `mp${index}`,
    id: `ANPAHOSTILE${index}AAAAAAAAA`,
    path: '/',
    createDate: at,
    updateDate: at,
    versions: [{ id: 'v1', document: JSON.stringify(PolicyDocument), createDate: at }],
    defaultVersionId: 'v1',
    lastVersion: 1,
    tags: [],
  }));
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::406095609952:root' },
    Action: 'sts:AssumeRole',
  };
  const role = {
    name: 'victim',
    id: 'AROAHOSTILEAAAAAAAAAA',
    path: '/',
    createDate: at,
    inline: inline.map((PolicyDocument, index) => ({
      name: `i${index}`,
      document: JSON.stringify(PolicyDocument),
    })),
    attached: policies.map(({ name }) => `arn:aws:iam::${ACCOUNT}:policy/${name}`),
    tags: [],
    trust: JSON.stringify(document([trust])),
    maxSessionDuration: 3600,
  };
  const iam = { roles: [role], users: [], groups: [], policies, instanceProfiles: [] };
  return { version: 1, account: ACCOUNT, counter: 0, iam, cloudFormation: { stacks: [] }, ledger: [] };
}
