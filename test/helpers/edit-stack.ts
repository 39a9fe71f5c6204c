import { hashOfResources } from '../../src/cloudformation/template.ts';
import type { JsonObject } from '../../src/model/json.ts';

type Template = Readonly<{ Metadata: { rolekeeper: JsonObject }; Resources: Record<string, JsonObject> }>;

/** The call that edits a stack outside rolekeeper as an attacker does: with the right hash over the edited resources. */
export function editedStackCall(
  stackName: string,
  template: string,
  edit: { readonly properties?: JsonObject; readonly audit?: JsonObject },
): Readonly<Record<string, string>> {
  const { Metadata, Resources, ...rest } = JSON.parse(template) as Template;
  const edited = Object.fromEntries(
    Object.entries(Resources).map(([id, block]) => [
      id,
      { ...block, Properties: { ...(block['Properties'] as JsonObject), ...edit.properties } },
    ]),
  );
  const ours = {
    ...Metadata.rolekeeper,
    resources: hashOfResources(edited),
    ...(edit.audit === undefined ? {} : { audit: edit.audit }),
  };
  const body = { ...rest, Metadata: { ...Metadata, rolekeeper: ours }, Resources: edited };
  return {
    Action: 'UpdateStack',
    Version: '2010-05-15',
    StackName: stackName,
    TemplateBody: JSON.stringify(body),
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  };
}

/** An inline policy that allows everything, as a property of a role. */
export const BACKDOOR: JsonObject = {
  Policies: [
    {
      PolicyName: 'backdoor',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      },
    },
  ],
};

/** The template in an answer of GetTemplate. */
export function templateIn(answer: string): string {
  const text = /<TemplateBody>([\s\S]*)<\/TemplateBody>/.exec(answer)?.[1] ?? '';
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#xA;', '\n')
    .replaceAll('&amp;', '&');
}
