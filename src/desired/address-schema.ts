import * as z from 'zod';
import { KINDS, type Address } from '../model/address.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { listOf } from './diagnose.ts';
import { described } from './described.ts';

const IAM_NAME = '[A-Za-z0-9_+=,.@-]{1,128}';

/** `(role|user)/<name>`, for all kinds that are named alike. */
const ALTERNATIVES = [...new Set(KIND_SPECS.map(({ namePattern }) => namePattern))].map((pattern) => {
  const kinds = KIND_SPECS.filter(({ namePattern }) => namePattern === pattern).map(({ kind }) => kind);
  return `(${kinds.join('|')})/${pattern ?? IAM_NAME}`;
});

/** `role/logzio-s3-fetcher` */
export const addressSchema = z
  .string()
  .regex(
    new RegExp(`^(${ALTERNATIVES.join('|')})$`),
    `must be an address\nwrite kind/name, as in "role/my-role"; the kinds are ${listOf(KINDS)}`,
  )
  .register(
    ...described('The address of a resource: its kind and name, as in `role/logzio-s3-fetcher`.'),
  ) as z.ZodType<Address>;
