import type { Known, Manager } from '../model/inventory.ts';
import { known } from '../model/inventory.ts';
import { isJsonArray, isJsonObject, type Json } from '../model/json.ts';
import type { LiveResource } from '../model/live.ts';

/**
 * What the tags of a resource say of who manages it; undefined where they say nothing. Tags that begin with `aws:` are
 * CloudFormation's own: nothing else can write them (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html).
 */
export function managerByTags({ resource }: LiveResource): Known<Manager> | undefined {
  const tags = tagsOf(resource.properties['Tags']);
  const stack = tags.find(([key]) => key === 'aws:cloudformation:stack-name')?.[1];
  if (stack !== undefined) return known(managerOfStack(stack));
  for (const [key, value] of tags) {
    const tool = TOOLS.find(
      ([pattern]) => pattern.test(key) || (MANAGED_BY.test(key) && pattern.test(value)),
    );
    if (tool !== undefined) return known({ by: 'tool', tool: tool[1], tag: `${key}=${value}` });
  }
  return undefined;
}

const MANAGED_BY = /^(managed[-_ .:]?by|provisioner|provisioned[-_ ]?by|created[-_ ]?by|iac|tool)$/i;

const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/terraform/i, 'Terraform'],
  [/opentofu/i, 'OpenTofu'],
  [/pulumi/i, 'Pulumi'],
  [/crossplane/i, 'Crossplane'],
  [/terragrunt/i, 'Terragrunt'],
];

/** The stacks of rolekeeper begin so, unless the settings say otherwise. */
const PREFIX = 'rolekeeper-';

export function managerOfStack(stack: string, prefix: string = PREFIX): Manager {
  return { by: stack.startsWith(prefix) ? 'rolekeeper' : 'stack', stack };
}

function tagsOf(tags: Json | undefined): readonly (readonly [string, string])[] {
  return (isJsonArray(tags) ? tags : []).filter(isJsonObject).flatMap((tag) => {
    const { Key: key, Value: value } = tag;
    return typeof key === 'string' && typeof value === 'string' ? [[key, value] as const] : [];
  });
}
