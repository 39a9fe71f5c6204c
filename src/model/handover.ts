import { maskExternalId } from './mask-external-id.ts';

/** A text for a third party, with the external ids in it kept apart: no report prints their values. */
export type Handover = readonly (string | { readonly externalId: string })[];

/** The text with a fingerprint in the place of each external id: enough to see whether two are the same. */
export function sayHandover(handover: Handover): string {
  return handover
    .map((part) => (typeof part === 'string' ? part : maskExternalId(part.externalId, 'fingerprint')))
    .join('');
}

/** The text as the third party needs it. For a person's own terminal alone. */
export function revealHandover(handover: Handover): string {
  return handover.map((part) => (typeof part === 'string' ? part : part.externalId)).join('');
}
