import { AwsError } from '../aws-error.ts';
import { member } from '../json.ts';
import { knownHandler } from './handlers/registry.ts';
import { propertiesOf } from './intrinsics.ts';
import { typeOf, type Template } from './template.ts';

/**
 * IAM resources have to be acknowledged, custom names with the stronger capability.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
 */
export function checkCapabilities(template: Template, capabilities: readonly string[]): void {
  const iam = [...template.resources.values()].filter((block) => typeOf(block).startsWith('AWS::IAM::'));
  const named = iam.some((block) => {
    const { nameProperty } = knownHandler(typeOf(block));
    return nameProperty !== undefined && member(propertiesOf(block), nameProperty) !== undefined;
  });
  const enough =
    capabilities.includes('CAPABILITY_NAMED_IAM') || (!named && capabilities.includes('CAPABILITY_IAM'));
  if (iam.length === 0 || enough) return;
  const needed = named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM';
  throw new AwsError('InsufficientCapabilitiesException', 400, `Requires capabilities : [${needed}]`);
}
