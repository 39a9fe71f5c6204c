import * as z from 'zod';
import { kindFacts } from '../model/address.ts';
import type { FieldSpec, KindSchema } from '../kinds/kind.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { KIND_VALUES } from '../kinds/values.ts';
import { addressSchema } from './address-schema.ts';
import {
  dateSchema,
  LONGEST_DESCRIPTION,
  LONGEST_HANDOVER,
  LONGEST_REASON,
  reasonSchema,
  tooLong,
} from './exception-fields.ts';
import { expectationSchema } from './expectation-schema.ts';
import { ruleExceptionSchema } from './rule-schemas.ts';
import { PENDING } from './pending.ts';
import { PARAMETER } from './substitute.ts';
import { described } from './described.ts';

/** What an integration may be called: it becomes a part of the stack's name. */
export const integrationNameSchema = z
  .string()
  .regex(
    /^[a-zA-Z][-a-zA-Z0-9]*$/,
    'must begin with a letter and have letters, digits and "-" only\nit becomes part of the name of a CloudFormation stack',
  );

const holdSchema = z.strictObject({
  address: addressSchema,
  field: z
    .string()
    .exactOptional()
    .register(...described('A CloudFormation property such as `Policies`; without it, the whole resource.')),
  drift: z
    .string()
    .regex(
      /^[0-9a-f]{16}$/,
      'must be the fingerprint of a drift\nwrite its 16 digits in quotes, as "rolekeeper drift" prints them',
    )
    .register(...described('The fingerprint of the known drift, as `rolekeeper drift` prints it.')),
  reason: reasonSchema,
  until: dateSchema.describe(
    'The first day on which it no longer holds, `YYYY-MM-DD`; a year ahead at most.',
  ),
});

const ignoreSchema = z.strictObject({
  address: addressSchema,
  field: z.string().register(...described('A CloudFormation property such as `Description`.')),
  reason: reasonSchema,
});

/** What an editor shows for a property. */
function describeField(spec: KindSchema, field: FieldSpec): string {
  const page = spec.cloudFormationType.toLowerCase().replaceAll('::', '-').replace('aws-', 'aws-resource-');
  const base = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
  const text = `${field.property} of ${spec.cloudFormationType}.`;
  const preset = field.default === undefined ? '' : ` ${JSON.stringify(field.default)} by default.`;
  const fixed = field.createOnly === true ? ' Cannot be changed under the same name.' : '';
  return `${text}${preset}${fixed} ${base}/${page}.html`;
}

const pendingSchema = z
  .boolean()
  .optional()
  .register(
    ...described(
      'In place of AssumeRolePolicyDocument, while the principal to trust is not known: no principal can assume the role.',
    ),
  );

/** One resource as it stands in a list: the name, and CloudFormation's properties. */
function resourceSchema(spec: KindSchema): z.ZodType {
  const values = KIND_VALUES[spec.kind];
  const fields = spec.fields.map((field): [string, z.ZodType] => {
    const text = describeField(spec, field);
    const schema = values.fields[field.property];
    if (schema === undefined) throw new Error(`no values of ${spec.kind} are known for ${field.property}`);
    return [
      field.property,
      field.required === true ? schema.describe(text) : schema.optional().register(...described(text)),
    ];
  });
  const name = values.name.describe(
    kindFacts(spec.kind).names === 'exact'
      ? 'Another value is another resource.'
      : 'IAM matches names in any case.',
  );
  const pending = spec.trustField === undefined ? {} : { [PENDING]: pendingSchema };
  return z.strictObject({ [spec.nameProperty]: name, ...Object.fromEntries(fields), ...pending });
}

const resourceLists = Object.fromEntries(
  KIND_SPECS.map((spec): [string, z.ZodType] => [
    spec.list,
    z
      .array(resourceSchema(spec))
      .optional()
      .register(...described(`${spec.cloudFormationType}, with CloudFormation's property names.`)),
  ]),
);

/** `desired/<name>.yaml`. The single source of what a file may hold; schema/integration.schema.json is made of it. */
export const integrationSchema = z
  .strictObject({
    integration: integrationNameSchema.describe('The name of this file without ".yaml".'),
    description: z
      .string()
      .min(1, 'must not be empty\nsay what the third party does here')
      .max(LONGEST_DESCRIPTION, tooLong(LONGEST_DESCRIPTION))
      .register(...described('What the third party does with this access.')),
    vendor: z
      .strictObject({
        name: z
          .string()
          .min(1, 'must not be empty')
          .max(LONGEST_REASON, tooLong(LONGEST_REASON))
          .register(...described('Its name.')),
        docs: z
          .url({ protocol: /^https?$/, error: 'must be a URL\nbegin it with https://' })
          .exactOptional()
          .register(...described('The page that says which access the vendor needs.')),
      })
      .optional()
      .register(...described('The third party.')),
    owner: z
      .string()
      .min(1, 'must not be empty')
      .max(LONGEST_REASON, tooLong(LONGEST_REASON))
      .optional()
      .register(...described('Who is responsible for it.')),
    reviewBy: dateSchema
      .optional()
      .register(
        ...described(
          'The last day for the review of its access, `YYYY-MM-DD`; from the next day on, the missing review is a finding.',
        ),
      ),
    expires: dateSchema
      .optional()
      .register(...described('The first day on which the plan suspends it, `YYYY-MM-DD`.')),
    parameters: z
      .record(
        z.string().regex(PARAMETER, 'must begin with a letter and have letters and digits only'),
        z.string().min(1, 'must not be empty'),
      )
      .optional()
      .register(...described('Values that replace ${Name} in this file.')),
    ...resourceLists,
    delete: z
      .array(addressSchema)
      .optional()
      .register(...described('Resources that this file no longer declares and that may be destroyed.')),
    release: z
      .array(addressSchema)
      .optional()
      .register(
        ...described('Resources that this file no longer declares and that stay in the account, unmanaged.'),
      ),
    overwrite: z
      .array(addressSchema)
      .optional()
      .register(
        ...described(
          'Declared resources that may be changed when they are adopted, and whose held drift may be reverted.',
        ),
      ),
    hold: z
      .array(holdSchema)
      .optional()
      .register(...described('Known drift that is shown and not reverted until a date.')),
    ignore: z
      .array(ignoreSchema)
      .optional()
      .register(...described('Fields that are not compared.')),
    exceptions: z
      .array(ruleExceptionSchema)
      .optional()
      .register(...described('Findings of the review rules that are accepted here.')),
    observe: z
      .boolean()
      .optional()
      .register(...described('Compared and reported, never applied.')),
    suspend: z
      .boolean()
      .optional()
      .register(...described('Cuts the integration off: denies everything to its roles and users.')),
    handover: z
      .string()
      .min(1, 'must not be empty\nsay what the third party needs, as in "Role ARN: ${role/my-vendor.Arn}"')
      .max(LONGEST_HANDOVER, tooLong(LONGEST_HANDOVER))
      .optional()
      .register(
        ...described(
          'The text for the third party, printed once this is applied. `${role/NAME.Arn}` is the ARN of a resource of this file, ${Name} a parameter; an external id is printed as its fingerprint.',
        ),
      ),
    expect: z
      .array(expectationSchema)
      .optional()
      .register(
        ...described('Tests of the access that these policies give; docs/expectations.md describes them.'),
      ),
  })
  .register(...described('One purpose of one third party in one account.'));
