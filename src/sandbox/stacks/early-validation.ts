import { member } from '../json.ts';
import type { World } from '../world.ts';
import { knownHandler } from './handlers/registry.ts';
import { propertiesOf } from './intrinsics.ts';
import type { Change, ChangeSet, ValidationFailure } from './records.ts';
import { typeOf, type Template } from './template.ts';

/**
 * Pre-deployment validation: property names, and names that exist already.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
 */
export function validateEarly(
  world: World,
  template: Template,
  changes: readonly Change[],
  changeSet: ChangeSet,
): readonly ValidationFailure[] {
  const at = world.now();
  const properties = [...template.resources].flatMap(([logicalId, block]) => {
    const type = typeOf(block);
    const path = `/Resources/${logicalId}/Properties`;
    return propertyProblems(type, block).map((reason): ValidationFailure => ({
      logicalId,
      type,
      validation: 'PROPERTY_VALIDATION',
      path,
      reason,
      at,
    }));
  });
  const conflicts = changes
    .filter((change) => change.action === 'Add' && change.driftStatus === undefined)
    .flatMap((change) => nameConflict(world, change, at));
  return changeSet.type === 'IMPORT' ? properties : [...properties, ...conflicts];
}

function propertyProblems(type: string, block: Template['document']): readonly string[] {
  const handler = knownHandler(type);
  const properties = propertiesOf(block);
  const missing = handler.required.filter((name) => member(properties, name) === undefined);
  const unknown =
    handler.anyProperties === true
      ? []
      : Object.keys(properties).filter((name) => !handler.properties.includes(name));
  return [
    ...missing.map((name) => `Required property [${name}] not found`),
    ...unknown.map((name) => `Unsupported property [${name}]`),
  ];
}

function nameConflict(world: World, change: Change, at: string): readonly ValidationFailure[] {
  const setting = world.switches.nameConflictValidation;
  const handler = knownHandler(change.type);
  if (setting === 'off' || (setting === 'writable-ids' && !handler.identifierWritable)) return [];
  const existing = handler.locate(world.iam, propertiesOf(change.after));
  if (existing === undefined) return [];
  const reason = `Resource of type '${change.type}' with identifier '${existing}' already exists.`;
  const path = `/Resources/${change.logicalId}`;
  const { logicalId, type } = change;
  return [{ logicalId, type, validation: 'NAME_CONFLICT_VALIDATION', path, reason, at }];
}
