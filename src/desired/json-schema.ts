import * as z from 'zod';
import { KIND_SPECS } from '../kinds/registry.ts';
import { integrationSchema } from './integration-schema.ts';
import { PENDING } from './pending.ts';
import { POLICY_JSON_SCHEMAS, policySchemaOf } from './policy-json-schema.ts';
import { settingsSchema } from './settings-schema.ts';

/** The JSON Schemas for editors, by file name in `schema/`, as text; always the same for the same zod schemas. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'integration.schema.json': schemaText(integrationSchema, 'rolekeeper integration', true),
    'settings.schema.json': schemaText(settingsSchema, 'rolekeeper.yaml', false),
  };
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function schemaText(schema: z.ZodType, title: string, substituted: boolean): string {
  const json = z.toJSONSchema(schema, {
    override: ({ jsonSchema, path }) => {
      // Parameters themselves are literal.
      if (substituted && jsonSchema.type === 'string' && !path.includes('parameters'))
        allowReferences(jsonSchema);
      if (jsonSchema.properties?.[PENDING] !== undefined) allowPending(jsonSchema);
    },
  });
  const { $schema, $defs: _, ...rest } = json;
  const defs = substituted ? { $defs: POLICY_JSON_SCHEMAS } : {};
  return `${JSON.stringify({ $schema, title, ...rest, ...defs }, checkDocument, 2)}\n`;
}

/** A resource that is pending has its trust policy from the loader, which asks for one else. */
function allowPending(schema: JsonSchema): void {
  const made = KIND_SPECS.flatMap(({ trustField }) => trustField ?? []);
  const isMade = (property: string): boolean => made.includes(property);
  const trust = (schema.required ?? []).filter(isMade);
  schema.required = (schema.required ?? []).filter((property) => !isMade(property));
  schema.oneOf = [{ required: trust }, { properties: { [PENDING]: { const: true } }, required: [PENDING] }];
}

/** A policy document is any JSON to the loader's schema, which has a parser of its own for it. */
function checkDocument(property: string, value: unknown): unknown {
  const name = policySchemaOf(property);
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  const description = 'description' in value ? { description: value.description } : {};
  return { ...description, $ref: `#/$defs/${name}` };
}

const CONSTRAINTS = ['pattern', 'format', 'minLength', 'maxLength', 'allOf'] as const;

/** An editor sees `${Name}` where the loader sees the value: what constrains a text must let it through. */
function allowReferences(schema: JsonSchema): void {
  const present = CONSTRAINTS.filter((key) => schema[key] !== undefined);
  if (present.every((key) => key === 'minLength')) return;
  const own = Object.fromEntries(present.map((key) => [key, schema[key]]));
  for (const key of present) delete schema[key];
  schema.anyOf = [own, { pattern: '\\$\\{[A-Za-z0-9:]+\\}' }];
}
