import { type FileContext, parseIntegration, type ParsedIntegration } from './parse-integration.ts';
import { parseSettings, type ParsedSettings } from './parse-settings.ts';

/** As many as a large folder has files: no more of them are kept than a run needs at once. */
const MOST = 1_000;

const SETTINGS = new Map<string, ParsedSettings>();
const INTEGRATIONS = new WeakMap<object, Map<string, ParsedIntegration>>();
const NO_CATALOGUE = {};

/**
 * `parseSettings`, once for each text: a scope is asked for what it includes and then for all the rest, and base and head
 * of a pull request have most files alike.
 */
export function settingsOnce(text: string, file: string, rehearsal: boolean): ParsedSettings {
  return once(SETTINGS, JSON.stringify([file, rehearsal, text]), () => parseSettings(text, file, rehearsal));
}

/** `parseIntegration`, once for each text and all that it depends on. */
export function integrationOnce(text: string, file: string, context: FileContext): ParsedIntegration {
  const { catalogue = NO_CATALOGUE, ...others } = context;
  const known = INTEGRATIONS.get(catalogue) ?? new Map<string, ParsedIntegration>();
  INTEGRATIONS.set(catalogue, known);
  return once(known, JSON.stringify([file, others, text]), () => parseIntegration(text, file, context));
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (known.size >= MOST) known.clear();
  known.set(key, made);
  return made;
}
