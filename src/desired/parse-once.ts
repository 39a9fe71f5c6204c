import { type FileContext, parseIntegration, type ParsedIntegration } from './parse-integration.ts';
import { parseSettings, type ParsedSettings } from './parse-settings.ts';

/** As many as a large folder has files: no more of them are kept than a run needs at once. */
const MOST = 1_000;

/** By text, and then by what else it depends on: a text of a MiB that 300 scopes include is there once. */
interface Known<T> {
  readonly texts: Map<string, Map<string, T>>;
  size: number;
}

const nothingKnown = <T>(): Known<T> => ({ texts: new Map(), size: 0 });

const SETTINGS = nothingKnown<ParsedSettings>();
const INTEGRATIONS = new WeakMap<object, Known<ParsedIntegration>>();
const NO_CATALOGUE = {};

/**
 * `parseSettings`, once for each text: a scope is asked for what it includes and then for all the rest, and base and head
 * of a pull request have most files alike.
 */
export function settingsOnce(text: string, file: string, rehearsal: boolean): ParsedSettings {
  return once(SETTINGS, text, [file, rehearsal], () => parseSettings(text, file, rehearsal));
}

/** `parseIntegration`, once for each text and all that it depends on. */
export function integrationOnce(text: string, file: string, context: FileContext): ParsedIntegration {
  const { catalogue = NO_CATALOGUE, ...others } = context;
  const known = INTEGRATIONS.get(catalogue) ?? nothingKnown<ParsedIntegration>();
  INTEGRATIONS.set(catalogue, known);
  return once(known, text, [file, others], () => parseIntegration(text, file, context));
}

function once<T>(known: Known<T>, text: string, others: unknown, make: () => T): T {
  const key = JSON.stringify(others);
  const found = known.texts.get(text)?.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (known.size >= MOST) {
    known.texts.clear();
    known.size = 0;
  }
  known.texts.set(text, (known.texts.get(text) ?? new Map<string, T>()).set(key, made));
  known.size += 1;
  return made;
}
