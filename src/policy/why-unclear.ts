import type { Json } from '../model/json.ts';
import { checkGrammar } from './check-grammar.ts';
import type { PolicyType } from './policy-type.ts';

/** What keeps a document from having a certain meaning, as far as the grammar has words for it. */
export function whyUnclear(document: Json, type: PolicyType): string {
  const errors = checkGrammar(document, type).filter(({ severity }) => severity === 'error');
  // What stands there says more than what is missing for it.
  const told = errors.find(({ code }) => !code.startsWith('missing')) ?? errors[0];
  return told?.message ?? 'it is not a policy that IAM takes today';
}
