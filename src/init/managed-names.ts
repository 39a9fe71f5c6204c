import { KINDS, parseAddress } from '../model/address.ts';
import type { Integration } from '../model/integration.ts';
import type { ManagedNames } from './access-scope.ts';

/** Whatever the files come to declare: for a scope that declares nothing yet. */
export const EVERY_NAME: ManagedNames = Object.fromEntries(KINDS.map((kind) => [kind, ['*']]));

/**
 * The names that the files declare, with their paths, and those that they delete or release: the handlers have to read and
 * write these and no others. Undefined where nothing is declared.
 */
export function declaredNames(integrations: readonly Integration[]): ManagedNames | undefined {
  const declared = integrations.flatMap(({ resources }) =>
    resources.map(({ resource }) => {
      const path = resource.properties['Path'];
      const { kind, name } = resource;
      return [kind, typeof path === 'string' ? `${path.slice(1)}${name}` : name] as const;
    }),
  );
  // The path of what is deleted stands in no file.
  const leaving = integrations
    .flatMap((integration) => [...integration.delete, ...integration.release])
    .flatMap((address) => parseAddress(address) ?? [])
    .map(({ kind, name }) => [kind, name] as const);
  const all = [...declared, ...leaving];
  if (all.length === 0) return undefined;
  return Object.fromEntries(
    KINDS.map((kind) => [kind, all.filter(([one]) => one === kind).map(([, name]) => name)] as const)
      .filter(([, names]) => names.length > 0)
      .map(([kind, names]) => [kind, [...new Set(names)].sort()]),
  );
}
