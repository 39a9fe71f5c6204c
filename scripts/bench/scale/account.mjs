// Accounts of any size: one integration is applied by rolekeeper itself, and stands as often as wanted, each with names of its own.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const ACCOUNT = '111122223333';

const document = (Statement) => ({ Version: '2012-10-17', Statement });
const allow = (Action, Resource) => document([{ Effect: 'Allow', Action, Resource }]);
const number = (index) => String(index).padStart(5, '0');

export const nameOf = (index) => `vendor-${number(index)}`;

/** A role with an inline policy, a managed one of its own and one of AWS; `edited` reads and writes where others read. */
function integrationOf(index, edited) {
  const name = nameOf(index);
  const actions = edited ? ['s3:GetObject', 's3:PutObject'] : ['s3:GetObject'];
  const Condition = { StringEquals: { 'sts:ExternalId': `ext-${name}-4k2vq8m1t7` } };
  const Principal = { AWS: 'arn:aws:iam::406095609952:root' };
  return {
    integration: name,
    description: name,
    managedPolicies: [
      {
        ManagedPolicyName: `${name}-mp`,
        PolicyDocument: allow('s3:ListBucket', `arn:aws:s3:::acme-${name}`),
      },
    ],
    roles: [
      {
        RoleName: name,
        AssumeRolePolicyDocument: document([
          { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition },
        ]),
        Tags: { team: 'data' },
        Policies: [{ PolicyName: 'read', PolicyDocument: allow(actions, `arn:aws:s3:::acme-${name}/*`) }],
        ManagedPolicyArns: [`${name}-mp`, 'arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess'],
      },
    ],
  };
}

/** Writes the files of a scope. */
export async function writeDesired(folder, { integrations, edited = 0, first = 0, settings = '' }) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const head = settings.includes('account:') ? 'version: 1\n' : `version: 1\naccount: "${ACCOUNT}"\n`;
  await writeFile(join(folder, 'rolekeeper.yaml'), `${head}region: eu-west-1\n${settings}`);
  for (let index = first; index < first + integrations; index += 1) {
    const file = join(folder, `${nameOf(index)}.yaml`);
    await writeFile(file, JSON.stringify(integrationOf(index, index < edited)));
  }
}

const isTemplate = (value) => typeof value === 'string' && value.includes('"AWSTemplateFormatVersion"');

/** A template whose hash is that of its resources. */
function rehashedWith(hashOfResources) {
  return (text) => {
    const template = JSON.parse(text);
    template.Metadata.rolekeeper.resources = hashOfResources(template.Resources);
    return JSON.stringify(template, null, 2);
  };
}

/** The saved account with one applied integration, grown to so many integrations and roles. */
export function grown(state, { integrations, roles }, { logicalIdOf, hashOfResources }) {
  const { iam, cloudFormation } = state;
  const rehashed = rehashedWith(hashOfResources);
  const [role] = iam.roles;
  const [policy] = iam.policies;
  const [stack] = cloudFormation.stacks;
  const idOf = (kind, name) => logicalIdOf({ kind, name });
  const renamed = (one, index) => {
    const name = nameOf(index);
    const text = JSON.stringify(one)
      .replaceAll(idOf('role', nameOf(0)), idOf('role', name))
      .replaceAll(idOf('managed-policy', `${nameOf(0)}-mp`), idOf('managed-policy', `${name}-mp`))
      .replaceAll(nameOf(0), name);
    const copy = JSON.parse(text, (_key, value) => (isTemplate(value) ? rehashed(value) : value));
    if (index > 0) copy.id = copy.id.replace(/.{5}$/, number(index));
    return copy;
  };
  const each = (one) => Array.from({ length: integrations }, (_, index) => renamed(one, index));
  const others = Array.from({ length: Math.max(0, roles - integrations) }, (_, index) => {
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    return {
      ...role,
      name: `svc-${index}`,
      id: `AROASVC${number(index)}AAAAAAAAA`,
      trust: JSON.stringify(document([trust])),
      inline: [
        { name: 'inline', document: JSON.stringify(allow(['s3:GetObject'], `arn:aws:s3:::b-${index}/*`)) },
      ],
      attached: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    };
  });
  return {
    ...state,
    iam: { ...iam, roles: [...each(role), ...others], policies: each(policy) },
    cloudFormation: { ...cloudFormation, stacks: each(stack) },
  };
}

/** What Terraform's state has of an account that is declared as a whole. */
export function declaredIn({ iam: { roles, policies } }) {
  return {
    roles: roles.map(({ name, inline, attached }) => ({
      name,
      inline: inline.map((one) => one.name),
      attached,
    })),
    policies: policies.map(({ path, name }) => `arn:aws:iam::${ACCOUNT}:policy${path}${name}`),
  };
}
