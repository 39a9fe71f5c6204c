import { validationError } from '../aws-error.ts';
import { member, textMember } from '../json.ts';
import type { World } from '../world.ts';
import { handlerOf, knownHandler } from './handlers/registry.ts';
import { propertiesOf } from './intrinsics.ts';
import type { Deployment, ResourceToImport, Stack } from './records.ts';
import { effectiveProperties } from './scope.ts';
import { typeOf, type Template } from './template.ts';

/** Why an import's change set ends FAILED. */
export class ImportRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportRefusal';
  }
}

/**
 * What CreateChangeSet refuses at once in an import.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-manually.html
 */
export function checkImport(
  stack: Stack | undefined,
  template: Template,
  imports: readonly ResourceToImport[],
  oldOutputs: unknown,
): void {
  if (imports.length === 0) throw validationError('At least one resource to import must be specified.');
  if (imports.length > 200) {
    throw validationError(
      "1 validation error detected: Value at 'resourcesToImport' failed to satisfy constraint: Member must have length less than or equal to 200",
    );
  }
  const unsupported = imports.map((one) => one.type).filter((type) => handlerOf(type)?.importable !== true);
  if (unsupported.length > 0) {
    throw validationError(`ResourceTypes [${unsupported.join(', ')}] are not supported for Import`);
  }
  if (JSON.stringify(template.outputs) !== JSON.stringify(oldOutputs ?? {})) {
    throw validationError('As part of the import operation, you cannot modify or add [Outputs]');
  }
  for (const one of imports) checkEntry(stack, template, one);
  const bare = imports
    .filter((one) => member(template.resources.get(one.logicalId), 'DeletionPolicy') === undefined)
    .map((one) => one.logicalId);
  if (bare.length > 0) {
    throw validationError(
      `The following resources to import [${bare.join(', ')}] must have DeletionPolicy attribute specified in the template.`,
    );
  }
}

function checkEntry(stack: Stack | undefined, template: Template, one: ResourceToImport): void {
  const block = template.resources.get(one.logicalId);
  if (block === undefined || typeOf(block) !== one.type) {
    throw validationError(`Resource to import [${one.logicalId}] of type ${one.type} is not in the template`);
  }
  if (stack?.resources.some((resource) => resource.logicalId === one.logicalId) === true) {
    throw validationError(`Resource [${one.logicalId}] already exists in stack ${stack.id}`);
  }
  const key = knownHandler(one.type).identifier;
  if (Object.keys(one.identifier).join() !== key) {
    throw validationError(
      `Invalid resource identifier for ${one.logicalId}: ${one.type} is identified by [${key}]`,
    );
  }
  const declared = textMember(propertiesOf(block), key);
  if (declared !== undefined && declared !== one.identifier[key]) {
    throw validationError(
      `Resource identifier ${key} of ${one.logicalId} is ${String(one.identifier[key])}, the template says ${declared}`,
    );
  }
}

/** The physical ids of resources to import. @throws ImportRefusal when one is missing, or belongs to a stack */
export function locateImports(
  world: World,
  stack: Stack,
  imports: readonly ResourceToImport[],
): ReadonlyMap<string, string> {
  return new Map(
    imports.map((one) => {
      const physicalId = knownHandler(one.type).locate(world.iam, one.identifier);
      const identifier = Object.values(one.identifier).join(',');
      if (physicalId === undefined) {
        throw new ImportRefusal(
          `Resource of type '${one.type}' with identifier '${identifier}' was not found.`,
        );
      }
      refuseOwned(world, stack, one.type, physicalId);
      return [one.logicalId, physicalId];
    }),
  );
}

function refuseOwned(world: World, stack: Stack, type: string, physicalId: string): void {
  // CloudFormation knows the stacks of its own region only, although IAM is global.
  const owner = world.cloudFormation.ownerOf(stack.region, type, physicalId);
  if (owner !== undefined) {
    throw new ImportRefusal(`${physicalId} already exists in stack ${owner[0].id}`);
  }
}

/** What ImportExistingResources would import: what exists, is custom-named, and has a writable identifier. */
export function autoImports(
  world: World,
  stack: Stack,
  template: Template,
  deployment: Deployment,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const bare: string[] = [];
  for (const [logicalId, block] of template.resources) {
    if (stack.resources.some((one) => one.logicalId === logicalId)) continue;
    const handler = knownHandler(typeOf(block));
    const literal =
      handler.nameProperty && typeof member(propertiesOf(block), handler.nameProperty) === 'string';
    if (literal !== true || !handler.identifierWritable) continue;
    const physicalId = handler.locate(world.iam, effectiveProperties(world, stack, deployment, block));
    if (physicalId === undefined) continue;
    refuseOwned(world, stack, handler.type, physicalId);
    if (!(textMember(block, 'DeletionPolicy') ?? '').startsWith('Retain')) {
      bare.push(`${logicalId} ({${handler.identifier}=${physicalId}})`);
    }
    found.set(logicalId, physicalId);
  }
  if (bare.length > 0) {
    throw new ImportRefusal(
      `CloudFormation is attempting to import some resources because they already exist in your account. The resources must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template for successful import. The affected resources are ${bare.join(', ')}`,
    );
  }
  return found;
}
