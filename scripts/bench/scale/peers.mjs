// How other tools read the roles and managed policies of an account, call by call, with the same SDK: only what they ask and
// how many requests are in flight, none of what they do with the answers.
// usage: node peers.mjs limit | terraform STATE | iambic | driftctl   (STATE: declaredIn of account.mjs)
import { readFile } from 'node:fs/promises';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListPolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import pLimit from 'p-limit';

const client = new IAMClient({ region: 'eu-west-1', retryMode: 'adaptive', maxAttempts: 8 });

async function details(input, pageSize) {
  for await (const _page of paginateGetAccountAuthorizationDetails({ client, pageSize }, input));
}

/** In pages of 100, which is what IAM gives without a size. */
async function roleNames() {
  const names = [];
  for await (const { Roles } of paginateListRoles({ client }, {}))
    names.push(...Roles.map(({ RoleName }) => RoleName));
  return names;
}

async function policyArns() {
  const arns = [];
  for await (const { Policies } of paginateListPolicies({ client }, { Scope: 'Local' }))
    arns.push(...Policies.map(({ Arn }) => Arn));
  return arns;
}

const ask = (Command, input) => client.send(new Command(input));

async function inlineOf(RoleName) {
  const { PolicyNames } = await ask(ListRolePoliciesCommand, { RoleName });
  for (const PolicyName of PolicyNames) await ask(GetRolePolicyCommand, { RoleName, PolicyName });
}

async function policyOf(PolicyArn) {
  const { Policy } = await ask(GetPolicyCommand, { PolicyArn });
  await ask(GetPolicyVersionCommand, { PolicyArn, VersionId: Policy.DefaultVersionId });
}

/** Work on all of a list, so many at a time. */
async function each(list, most, work) {
  const limit = pLimit(most);
  await Promise.all(list.map((one) => limit(() => work(one))));
}

/** @type {Record<string, () => Promise<unknown>>} */
const WAYS = {
  // The account in as few calls as IAM has for it: nothing can be read with less.
  limit: () => details({}, 1000),
  // A refresh of each resource of its state, ten at a time (`-parallelism`). In hashicorp/terraform-provider-aws,
  // internal/service/iam: role.go (resourceRoleRead) reads the role, each inline policy and what is attached, whatever is
  // declared; role_policy.go the inline policy once more; role_policy_attachment.go lists what is attached for each
  // attachment; policy.go (resourcePolicyRead) reads the policy and its version.
  terraform: async () => {
    const { roles, policies } = JSON.parse(await readFile(process.argv[3], 'utf8'));
    await each(
      [
        ...policies.map((arn) => () => policyOf(arn)),
        ...roles.map(({ name: RoleName }) => async () => {
          await ask(GetRoleCommand, { RoleName });
          await inlineOf(RoleName);
          await ask(ListAttachedRolePoliciesCommand, { RoleName });
        }),
        ...roles.flatMap(({ name: RoleName, inline, attached }) => [
          ...inline.map((PolicyName) => () => ask(GetRolePolicyCommand, { RoleName, PolicyName })),
          ...attached.map(() => () => ask(ListAttachedRolePoliciesCommand, { RoleName })),
        ]),
      ],
      10,
      (read) => read(),
    );
  },
  // Its import, roles beside policies. In noqdev/iambic, iambic/plugins/v0_1_0/aws/iam: role/utils.py (list_roles) makes the
  // bulk call, of which it keeps the permissions boundaries, and lists the roles; role/template_generation.py
  // (collect_aws_roles) then asks of all roles the inline policies, 20 at a time, what is attached, 30, and the tags, 45;
  // policy/utils.py (list_managed_policies) reads each policy and its version, 50 at a time.
  iambic: async () => {
    const roles = async () => {
      await details({ Filter: ['Role'] });
      const names = await roleNames();
      await each(names, 20, inlineOf);
      await each(names, 30, (RoleName) => ask(ListAttachedRolePoliciesCommand, { RoleName }));
      await each(names, 45, (RoleName) => ask(ListRoleTagsCommand, { RoleName }));
    };
    await Promise.all([roles(), policyArns().then((arns) => each(arns, 50, policyOf))]);
  },
  // Names only, and the roles one after the other.
  driftctl: async () => {
    for (const RoleName of await roleNames()) {
      await ask(ListRolePoliciesCommand, { RoleName });
      await ask(ListAttachedRolePoliciesCommand, { RoleName });
    }
  },
};

await WAYS[process.argv[2]]();
