import { isObject, member, textMember, type Json, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { knownHandler } from './handlers/registry.ts';
import { propertiesOf, resolve, type Scope } from './intrinsics.ts';
import { valueText } from './details.ts';
import type { Deployment, Stack } from './records.ts';
import { typeOf, type Template } from './template.ts';

/** What references of a template mean in a stack at this moment. */
function scopeOf(world: World, stack: Stack, deployment: Deployment): Scope {
  const pseudo: Record<string, string> = {
    'AWS::AccountId': world.account,
    'AWS::Partition': 'aws',
    'AWS::Region': stack.region,
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const resource = (logicalId: string) =>
    stack.resources.find((one) => one.logicalId === logicalId && one.physicalId !== '');
  const parameter = (name: string): Json | undefined => {
    const text = member(deployment.parameters, name);
    return typeof text === 'string' && deployment.lists?.includes(name) === true ? listed(text) : text;
  };
  return {
    ref: (name) => pseudo[name] ?? parameter(name) ?? resource(name)?.physicalId,
    attribute(logicalId, name) {
      const found = resource(logicalId);
      return found && knownHandler(found.type).attribute(world.iam, found.physicalId, name);
    },
  };
}

/** Each member of a list parameter is space trimmed: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
function listed(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}

/** The properties that a handler gets: references resolved, stack tags added where the type can carry tags. */
export function effectiveProperties(
  world: World,
  stack: Stack,
  deployment: Deployment,
  block: JsonObject,
): JsonObject {
  const resolved = resolve(propertiesOf(block), scopeOf(world, stack, deployment));
  const properties = isObject(resolved) ? resolved : {};
  if (!knownHandler(typeOf(block)).taggable || deployment.tags.length === 0) return properties;
  const own = member(properties, 'Tags');
  const tags = Array.isArray(own) ? (own as readonly Json[]) : [];
  const keys = tags.filter(isObject).map((tag) => textMember(tag, 'Key'));
  const inherited = deployment.tags
    .filter((tag) => !keys.includes(tag.key))
    .map((tag) => ({ Key: tag.key, Value: tag.value }));
  return { ...properties, Tags: [...tags, ...inherited] };
}

/** The outputs of a stack, resolved. */
export function outputsOf(world: World, stack: Stack, template: Template, deployment: Deployment) {
  const scope = scopeOf(world, stack, deployment);
  return Object.entries(template.outputs)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([key, output]) => ({
      OutputKey: key,
      OutputValue: valueText(resolve(member(output, 'Value') ?? '', scope)),
      Description: textMember(output, 'Description'),
    }));
}
