import { DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { ChangeSet } from '../model/change-set.ts';
import { present, type Caller } from './call.ts';
import { changeSetOf } from './change-set-rows.ts';
import { allRows } from './cloudformation-pages.ts';

/**
 * A change set with all its pages. With values first: they make better messages. CloudFormation drops whole changes whose values do not fit its schema,
 * and says so in the reason only; the changes are then read again without values, where none is dropped
 * (https://github.com/aws/aws-cdk-cli/issues/1780).
 */
export async function describeChangeSet(
  client: CloudFormationClient,
  call: Caller,
  changeSetId: string,
): Promise<ChangeSet> {
  const withValues = await describePages(client, call, changeSetId, true);
  return /\[WARN\].*incomplete ChangeSet data/s.test(withValues.reason ?? '')
    ? describePages(client, call, changeSetId, false)
    : withValues;
}

async function describePages(
  client: CloudFormationClient,
  call: Caller,
  changeSetId: string,
  withValues: boolean,
): Promise<ChangeSet> {
  const action = 'cloudformation:DescribeChangeSet';
  const pages = await allRows(
    action,
    (token) =>
      call(action, (options) =>
        client.send(
          new DescribeChangeSetCommand({
            ChangeSetName: changeSetId,
            IncludePropertyValues: withValues,
            ...token,
          }),
          options,
        ),
      ),
    (page) => [page],
  );
  return changeSetOf(present(pages[0], action, 'page'), pages, withValues);
}
