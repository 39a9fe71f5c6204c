import { noSuchEntity } from '../aws-error.ts';
import type { Handler, Write } from '../call.ts';
import { checkAttachable } from './attachments.ts';
import { forEachKind, namingOf } from './entity-kinds.ts';
import { refuseProtected } from './protected-roles.ts';
import { type EntityKind } from './store.ts';

export function putBoundary(write: Write, kind: EntityKind, name: string, arn: string): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  refuseProtected(kind, entity);
  checkAttachable(write, arn);
  world.beforeWrite();
  entity.boundary = arn;
  world.record(write.origin, `Put${namingOf(kind).word}PermissionsBoundary`, `${kind}/${entity.name}`, arn);
}

export function deleteBoundary(write: Write, kind: EntityKind, name: string): void {
  const { world } = write;
  const entity = world.iam.entity(kind, name);
  refuseProtected(kind, entity);
  if (entity.boundary === undefined) {
    throw noSuchEntity(`The ${kind} with name ${entity.name} does not have a permissions boundary.`);
  }
  world.beforeWrite();
  delete entity.boundary;
  world.record(write.origin, `Delete${namingOf(kind).word}PermissionsBoundary`, `${kind}/${entity.name}`);
}

export function boundaryAnswer(arn: string | undefined) {
  if (arn === undefined) return undefined;
  return { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn };
}

export const boundaryHandlers = forEachKind<Handler>(
  ({ kind, word }) => ({
    [`Put${word}PermissionsBoundary`]: ({ params, write }) => {
      putBoundary(write, kind, params.require(`${word}Name`), params.require('PermissionsBoundary'));
      return undefined;
    },
    [`Delete${word}PermissionsBoundary`]: ({ params, write }) => {
      deleteBoundary(write, kind, params.require(`${word}Name`));
      return undefined;
    },
  }),
  ['role', 'user'],
);
