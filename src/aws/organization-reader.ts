import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { RolekeeperError } from '../model/failure.ts';
import type { OrganizationAccount, OrganizationReader } from '../model/organization.ts';
import { awsCodeOf, callerOf, present, type Caller } from './call.ts';
import type { Connection } from './clients.ts';

/** Reads over the SDK which accounts are one's own. It has no operation that changes anything. */
export function createOrganizationReader(connection: Connection<OrganizationsClient>): OrganizationReader {
  const call = callerOf(connection);
  const { client } = connection;
  return {
    accounts: async () => {
      const action = 'organizations:DescribeOrganization';
      let management: string;
      try {
        const answer = await call(action, (options) =>
          client.send(new DescribeOrganizationCommand({}), options),
        );
        const organization = present(answer.Organization, action, 'Organization');
        management = present(organization.MasterAccountId, action, 'MasterAccountId');
      } catch (error) {
        if (awsCodeOf(error) === 'AWSOrganizationsNotInUse') return { accounts: [] };
        throw error;
      }
      try {
        return { accounts: await listAccounts(call, client) };
      } catch (error) {
        if (!(error instanceof RolekeeperError)) throw error;
        // A member account may rarely list the others.
        return { accounts: [{ id: management, name: 'management account' }], incomplete: error.message };
      }
    },
  };
}

async function listAccounts(
  call: Caller,
  client: OrganizationsClient,
): Promise<readonly OrganizationAccount[]> {
  const action = 'organizations:ListAccounts';
  const accounts: OrganizationAccount[] = [];
  let token: string | undefined;
  do {
    const next = token === undefined ? {} : { NextToken: token };
    const answer = await call(action, (options) => client.send(new ListAccountsCommand(next), options));
    for (const { Id, Name } of present(answer.Accounts, action, 'Accounts')) {
      accounts.push({ id: present(Id, action, 'Id'), ...(Name === undefined ? {} : { name: Name }) });
    }
    if (answer.NextToken !== undefined && answer.NextToken === token) {
      throw new RolekeeperError('unreachable', `${action} gives the same page again and again`);
    }
    token = answer.NextToken;
  } while (token !== undefined);
  return accounts;
}
