import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateDescribeStacks,
} from '@aws-sdk/client-cloudformation';
import type { Json } from '../../../src/model/json.ts';

/** The template of every stack of the account, by the stack's name. */
export async function readTemplates(): Promise<Readonly<Record<string, Json>>> {
  const client = new CloudFormationClient({ region: 'eu-west-1' });
  try {
    const templates: [string, Json][] = [];
    for await (const page of paginateDescribeStacks({ client }, {})) {
      for (const { StackName } of page.Stacks ?? []) {
        if (StackName === undefined) continue;
        const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }));
        templates.push([StackName, JSON.parse(TemplateBody ?? 'null') as Json]);
      }
    }
    return Object.fromEntries(templates.sort(([a], [b]) => (a < b ? -1 : 1)));
  } finally {
    client.destroy();
  }
}
