import * as z from 'zod';
import { KINDS, type Address } from '../model/address.ts';
import { listOf } from './diagnose.ts';

/** `role/logzio-s3-fetcher` */
export const addressSchema = z
  .string()
  .regex(
    new RegExp(`^(${KINDS.join('|')})/[A-Za-z0-9_+=,.@-]{1,128}$`),
    `must be an address\nwrite kind/name, as in "role/my-role"; the kinds are ${listOf(KINDS)}`,
  )
  .describe('The address of a resource: its kind and name, as in `role/logzio-s3-fetcher`.') as z.ZodType<Address>;
