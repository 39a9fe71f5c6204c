import { GetTemplateCommand, paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import type { Json } from '../../../src/model/json.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { connectionsTo } from '../in-process/connections.ts';

/** The template of every stack of the account, by the stack's name. */
export async function readTemplates(sandbox: Sandbox): Promise<Readonly<Record<string, Json>>> {
  const options = { region: 'eu-west-1', version: '0.0.0' };
  const { client } = connectionsTo(sandbox, sandbox.url, 'somebody', options).cloudFormation;
  const templates: [string, Json][] = [];
  for await (const page of paginateDescribeStacks({ client }, {})) {
    for (const { StackName } of page.Stacks ?? []) {
      if (StackName === undefined) continue;
      const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }));
      templates.push([StackName, JSON.parse(TemplateBody ?? 'null', withoutCommit) as Json]);
    }
  }
  return Object.fromEntries(templates.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The commit of this repository differs with every clone, and is none where files wait to be committed. */
function withoutCommit(key: string, value: unknown): unknown {
  return key === 'commit' ? undefined : value;
}
