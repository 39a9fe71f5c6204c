import { principalBudget, type StepBudget } from '../../access/step-budget.ts';
import type { Address } from '../../model/address.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/** What the rules may still ask about each principal: a question costs a step for each pattern of its policies. */
export class ReviewSteps {
  readonly #fileOf: (principal: Address) => StepBudget | undefined;
  readonly #left = new Map<Address, StepBudget>();
  readonly #refused = new Set<Address>();

  /** @param fileOf the budget of the file that declares a principal; undefined where it has none */
  constructor(fileOf: (principal: Address) => StepBudget | undefined) {
    this.#fileOf = fileOf;
  }

  /** Takes what one question costs; false where the principal has no steps left. */
  ask(principal: Address, documents: readonly Json[]): boolean {
    return this.spend(
      principal,
      documents.reduce<number>((sum, document) => sum + patternsIn(document), 1),
    );
  }

  /** Takes some steps; false where the principal has too few left. */
  spend(principal: Address, steps: number): boolean {
    const left = this.#left.get(principal) ?? principalBudget(this.#fileOf(principal));
    this.#left.set(principal, left);
    if (left.spend(steps)) return true;
    this.#refused.add(principal);
    return false;
  }

  /** The principals of which a question was refused since this was asked last. */
  takeRefused(): readonly Address[] {
    const refused = [...this.#refused].sort();
    this.#refused.clear();
    return refused;
  }
}

const COUNTED = new WeakMap<JsonObject, number>();

function patternsIn(document: Json): number {
  if (!isJsonObject(document)) return 0;
  const known = COUNTED.get(document);
  if (known !== undefined) return known;
  const statements = document['Statement'];
  const count = (isJsonArray(statements) ? statements : [statements ?? null])
    .filter(isJsonObject)
    .flatMap((statement) => ['Action', 'NotAction', 'Resource', 'NotResource'].map((key) => statement[key]))
    .reduce<number>((sum, value) => sum + (isJsonArray(value) ? value.length : 1), 0);
  COUNTED.set(document, count);
  return count;
}
