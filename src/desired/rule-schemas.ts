import * as z from 'zod';
import { DEFAULT_LEVELS, RULE_LEVELS, RULE_NAMES } from '../model/finding.ts';
import { recordOf } from '../model/keys.ts';
import { addressSchema } from './address-schema.ts';
import { dateSchema, reasonSchema } from './exception-fields.ts';
import { listOf, show } from './diagnose.ts';
import { suggest } from './suggest.ts';
import { described } from './described.ts';

const levelSchema = z.enum(RULE_LEVELS, 'must be "error", "warning" or "off"');

/** `rules:` of the settings: the level of each review rule. */
export const rulesSchema = z
  .strictObject(
    recordOf(RULE_NAMES, (name) =>
      levelSchema
        .exactOptional()
        .register(...described(`\`${DEFAULT_LEVELS[name]}\` by default; docs/rules.md describes it.`)),
    ),
  )
  .register(
    ...described('Levels of the review rules: a change with an error is not applied, a warning is shown.'),
  );

/** One of `exceptions:`: a finding that the file accepts. */
export const ruleExceptionSchema = z.strictObject({
  rule: z
    .enum(RULE_NAMES, { error: ({ input }) => explainRule(input) })
    .register(...described('The name of the rule, as in the finding.')),
  address: addressSchema,
  reason: reasonSchema,
  until: dateSchema
    .exactOptional()
    .register(...described('The first day on which it no longer holds, `YYYY-MM-DD`.')),
});

function explainRule(input: unknown): string {
  const near = typeof input === 'string' ? suggest(input, RULE_NAMES) : undefined;
  const hint = near === undefined ? `the rules are ${listOf(RULE_NAMES)}` : `did you mean ${show(near)}?`;
  return `must be a review rule\n${hint}`;
}
