import type { Neighbour, Scope } from '../model/integration.ts';
import { addressOfResource } from '../model/resource.ts';

/** Scopes with what the other folders for the same account say. */
export function withNeighbours(scopes: readonly Scope[], all: readonly Scope[]): readonly Scope[] {
  const byAccount = new Map<string, Neighbour[]>();
  for (const scope of all) {
    const { account } = scope.settings;
    byAccount.set(account, [...(byAccount.get(account) ?? []), neighbourOf(scope)]);
  }
  return scopes.map((scope) => {
    const others = byAccount.get(scope.settings.account) ?? [];
    const neighbours = others.filter(({ directory }) => directory !== scope.directory);
    return neighbours.length === 0 ? scope : { ...scope, neighbours };
  });
}

function neighbourOf({ directory, settings, integrations }: Scope): Neighbour {
  const { region, stackPrefix } = settings;
  const addresses = integrations.flatMap(({ resources }) =>
    resources.map(({ resource }) => addressOfResource(resource)),
  );
  return { directory, region, stackPrefix, integrations: integrations.map(({ name }) => name), addresses };
}
