import * as z from 'zod';

/** Fields that everything has in common which a file excepts from what holds else. */

export const reasonSchema = z
  .string()
  .min(1, 'must not be empty\nsay why, for the next reader')
  .describe('Why, for the next reader.');

export const dateSchema = z.iso.date('must be a date\nwrite it as YYYY-MM-DD, as in 2027-01-31');
