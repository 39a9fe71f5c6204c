// How other tools read the roles of an account, call by call, with the same SDK: only what they ask and how many requests
// are in flight, none of what they do with the answers.
// usage: node peers.mjs limit | terraform | iambic | driftctl
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import pLimit from 'p-limit';

const client = new IAMClient({ region: 'eu-west-1', retryMode: 'adaptive', maxAttempts: 8 });

async function details() {
  for await (const _page of paginateGetAccountAuthorizationDetails({ client, pageSize: 1000 }, {}));
}

async function roleNames(pageSize) {
  const names = [];
  for await (const { Roles } of paginateListRoles(
    { client, ...(pageSize === undefined ? {} : { pageSize }) },
    {},
  ))
    names.push(...Roles.map(({ RoleName }) => RoleName));
  return names;
}

const ask = (Command, input) => client.send(new Command(input));

async function inlineOf(RoleName) {
  const { PolicyNames } = await ask(ListRolePoliciesCommand, { RoleName });
  for (const PolicyName of PolicyNames) await ask(GetRolePolicyCommand, { RoleName, PolicyName });
}

/** @type {Record<string, () => Promise<unknown>>} */
const WAYS = {
  // The account in as few calls as IAM has for it: nothing can be read with less.
  limit: details,
  // A refresh of each declared role (aws_iam_role, aws_iam_role_policy, aws_iam_role_policy_attachment), ten at a time.
  terraform: async () => {
    const limit = pLimit(10);
    const one = async (RoleName) => {
      await ask(GetRoleCommand, { RoleName });
      await inlineOf(RoleName);
      await ask(GetRolePolicyCommand, { RoleName, PolicyName: 'inline' }).catch(() => undefined);
      await ask(ListAttachedRolePoliciesCommand, { RoleName });
    };
    await Promise.all((await roleNames(1000)).map((name) => limit(() => one(name))));
  },
  // Its import: the bulk call, whose policies it throws away, and then role by role, 30 at a time.
  iambic: async () => {
    const limit = pLimit(30);
    await details();
    const one = async (RoleName) => {
      await inlineOf(RoleName);
      await ask(ListAttachedRolePoliciesCommand, { RoleName });
      await ask(ListRoleTagsCommand, { RoleName });
    };
    await Promise.all((await roleNames()).map((name) => limit(() => one(name))));
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
