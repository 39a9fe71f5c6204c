import type * as z from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const texts = (item: JsonSchema): JsonSchema => ({
  anyOf: [item, { type: 'array', items: item, minItems: 1 }],
});

const ACTIONS = texts({
  type: 'string',
  pattern: String.raw`^(\*|[A-Za-z0-9.-]+:[A-Za-z0-9*?]+)$|\$\{`,
  description: 'service:Name, as in "s3:GetObject"; "*" and "?" stand for what is left out.',
});

const CONDITION: JsonSchema = {
  type: 'object',
  description: 'Operators, as in "StringEquals", each with condition keys and their values.',
  additionalProperties: {
    type: 'object',
    additionalProperties: texts({ type: ['string', 'number', 'boolean'] }),
  },
};

const COMMON = {
  Sid: { type: 'string', pattern: String.raw`^[A-Za-z0-9]*$|\$\{`, description: 'Letters and digits.' },
  Effect: { enum: ['Allow', 'Deny'] },
  Action: ACTIONS,
  NotAction: ACTIONS,
  Condition: CONDITION,
} satisfies Readonly<Record<string, JsonSchema>>;

const RESOURCES = texts({
  type: 'string',
  pattern: String.raw`^(\*|arn:.*)$|\$\{`,
  description: 'An ARN, or "*".',
});

const PRINCIPAL: JsonSchema = {
  description: 'Who may assume the role.',
  anyOf: [
    { const: '*' },
    {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: Object.fromEntries(
        ['AWS', 'Service', 'Federated', 'CanonicalUser'].map((kind) => [kind, texts({ type: 'string' })]),
      ),
    },
  ],
};

function document(statement: JsonSchema): JsonSchema {
  return {
    type: 'object',
    required: ['Statement'],
    additionalProperties: false,
    properties: {
      Version: {
        enum: ['2012-10-17', '2008-10-17'],
        description: 'Of the policy language; write it in quotes.',
      },
      Id: { type: 'string' },
      Statement: { anyOf: [statement, { type: 'array', items: statement, minItems: 1 }] },
    },
  };
}

function statement(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema {
  return {
    type: 'object',
    required: ['Effect', ...required],
    additionalProperties: false,
    properties,
    oneOf: [{ required: ['Action'] }, { required: ['NotAction'] }],
  };
}

/**
 * What an editor checks inside of a policy document: the elements and their forms. What they mean is the loader's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const POLICY_JSON_SCHEMAS: Readonly<Record<'identityPolicy' | 'trustPolicy', JsonSchema>> = {
  identityPolicy: document({
    ...statement({ ...COMMON, Resource: RESOURCES, NotResource: RESOURCES }, []),
    allOf: [{ oneOf: [{ required: ['Resource'] }, { required: ['NotResource'] }] }],
  }),
  trustPolicy: document(statement({ ...COMMON, Principal: PRINCIPAL }, ['Principal'])),
};

/** Which of the two a property of a resource holds; undefined for every other property. */
export function policySchemaOf(property: string): keyof typeof POLICY_JSON_SCHEMAS | undefined {
  if (property === 'PolicyDocument') return 'identityPolicy';
  return property === 'AssumeRolePolicyDocument' ? 'trustPolicy' : undefined;
}
