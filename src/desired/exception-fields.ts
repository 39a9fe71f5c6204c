import * as z from 'zod';
import { described } from './described.ts';

/** Fields that everything has in common which a file excepts from what holds else. */

/** Of what people write for people: longer ones are not read, and push away what stands beside them. */
export const LONGEST_REASON = 200;
export const LONGEST_DESCRIPTION = 400;
/** A page: what is longer belongs into a document of its own. */
export const LONGEST_HANDOVER = 4000;

export function tooLong(most: number): string {
  return `must have at most ${most} characters\nwrite a sentence, and a link to the rest`;
}

export const reasonSchema = z
  .string()
  .min(1, 'must not be empty\nsay why, for the next reader')
  .max(LONGEST_REASON, tooLong(LONGEST_REASON))
  .register(...described('Why, for the next reader.'));

export const dateSchema = z.iso.date('must be a date\nwrite it as YYYY-MM-DD, as in 2027-01-31');
