import { validationError } from './aws-error.ts';

/**
 * The parameters of an AWS Query request: `Tags.member.1.Key=a&Tags.member.1.Value=b`.
 * A view of a nested structure is a `Params` of its own.
 */
export class Params {
  readonly #values: ReadonlyMap<string, string>;
  readonly #prefix: string;

  constructor(values: ReadonlyMap<string, string>, prefix = '') {
    this.#values = values;
    this.#prefix = prefix;
  }

  /** The value as it was sent; `undefined` when it was not. */
  get(name: string): string | undefined {
    return this.#values.get(this.#prefix + name);
  }

  /** The value; a missing one is the ValidationError that AWS answers. */
  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) {
      const field = name.charAt(0).toLowerCase() + name.slice(1);
      throw validationError(
        `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
      );
    }
    return value;
  }

  boolean(name: string): boolean | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : value === 'true';
  }

  integer(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value)) throw validationError(`${name} must be an integer, not ${value}`);
    return Number(value);
  }

  /** A list of strings; `undefined` when it was not sent, `[]` when it was sent empty. */
  strings(name: string): readonly string[] | undefined {
    const members = this.structures(name);
    return members?.map((one) => one.get('') ?? '');
  }

  /** A list of structures, in the order of their numbers. */
  structures(name: string): readonly Params[] | undefined {
    const numbers = this.#numbers(`${this.#prefix}${name}.member.`);
    if (numbers.length === 0) return this.get(name) === undefined ? undefined : [];
    return numbers.map((number) => this.#nested(`${name}.member.${number}`));
  }

  /** A map, e.g. `ResourceIdentifier.entry.1.key`. */
  map(name: string): Record<string, string> {
    const entries = this.#numbers(`${this.#prefix}${name}.entry.`).map((number): [string, string] => [
      this.get(`${name}.entry.${number}.key`) ?? '',
      this.get(`${name}.entry.${number}.value`) ?? '',
    ]);
    return Object.fromEntries(entries);
  }

  /** All parameters, for the request log. */
  entries(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }

  #nested(path: string): Params {
    const start = `${this.#prefix}${path}`;
    const values = new Map<string, string>();
    for (const [key, value] of this.#values) {
      if (key === start) values.set('', value);
      else if (key.startsWith(`${start}.`)) values.set(key.slice(start.length + 1), value);
    }
    return new Params(values);
  }

  #numbers(start: string): readonly number[] {
    const numbers = new Set<number>();
    for (const key of this.#values.keys()) {
      if (key.startsWith(start)) numbers.add(Number.parseInt(key.slice(start.length), 10));
    }
    return [...numbers].filter((number) => Number.isInteger(number)).sort((a, b) => a - b);
  }
}

/** Reads a form-encoded body. */
export function parseQuery(body: string): Params {
  return new Params(new Map(new URLSearchParams(body)));
}
