import type { AccessLevel, ActionCatalogue, CatalogueService } from '../model/action-catalogue.ts';
import { keysOf } from '../model/keys.ts';
import { formatsOf } from './action-resources.ts';
import { correctionOf } from './corrected-levels.ts';

/** An action of a service. */
export interface KnownAction {
  readonly name: string;
  readonly lowerName: string;
  /** AWS's, corrected where it calls a read a write. */
  readonly level: AccessLevel;
  /** ARN formats of the resources that it is asked of; absent where they are not known. */
  readonly formats?: readonly string[];
}

const INDEX = new WeakMap<CatalogueService, readonly KnownAction[]>();

/** Every action of a service, in the order of the catalogue; none when it does not know the service. */
export function namesOf(catalogue: ActionCatalogue, service: string): readonly KnownAction[] {
  const entry = Object.hasOwn(catalogue.services, service) ? catalogue.services[service] : undefined;
  if (entry === undefined) return [];
  const known = INDEX.get(entry);
  if (known !== undefined) return known;
  const actions = keysOf(entry.actions).flatMap((level) =>
    Object.entries(entry.actions[level] ?? {}).map(([name, types]): KnownAction => {
      const formats = formatsOf(types, entry);
      return {
        name,
        lowerName: name.toLowerCase(),
        level: correctionOf(service, name)?.level ?? level,
        ...(formats === undefined ? {} : { formats }),
      };
    }),
  );
  INDEX.set(entry, actions);
  return actions;
}
