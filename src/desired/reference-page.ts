import { jsonSchemas } from './json-schema.ts';

/** The parts of JSON Schema that the schemas of the desired files use. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
}

const INTRODUCTION = `# Reference

This page lists every key of the two kinds of files. \`node scripts/emit-reference.mjs\` writes it from the schemas that
the program uses; [schema/](../schema/) has them as JSON Schema.

An editor with [yaml-language-server](https://github.com/redhat-developer/yaml-language-server) (VS Code, Neovim, …)
checks and completes a file as you type, policy documents included, if the file begins with this line:

\`\`\`yaml
# yaml-language-server: $schema=https://raw.githubusercontent.com/rolekeeper/rolekeeper/main/schema/integration.schema.json
\`\`\`

For \`rolekeeper.yaml\` the line names \`settings.schema.json\`. With the npm package,
\`$schema=../node_modules/rolekeeper/schema/integration.schema.json\` needs no network.

In the texts of an integration, \`\${Name}\` stands for the parameter of that name.
\`\${AWS::AccountId}\`, \`\${AWS::Partition}\` and \`\${AWS::Region}\` stand for those of the scope.
`;

const FILES: readonly (readonly [schema: string, title: string, place: string])[] = [
  ['settings.schema.json', 'rolekeeper.yaml', 'One in each folder that is a scope.'],
  ['integration.schema.json', 'An integration', '`NAME.yaml` in the same folder, one for each integration.'],
];

/** The text of docs/reference.md. */
export function referencePage(): string {
  const texts = jsonSchemas();
  const sections = FILES.map(([name, title, place]) => {
    const schema = JSON.parse(texts[name] ?? '{}') as Schema;
    return `## ${title}\n\n${schema.description ?? ''} ${place}\n\n${table(rowsOf(schema, ''))}`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}

interface Row {
  readonly key: string;
  readonly required: boolean;
  readonly value: string;
  readonly says: string;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ key, required, value, says }) => {
    const cells = [`\`${key}\`${required ? ' (required)' : ''}`, value, says];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  });
  return ['| key | value | what it says |', '|---|---|---|', ...lines, ''].join('\n');
}

/** A row for each key, and under it the keys of what it holds. */
function rowsOf(schema: Schema, prefix: string): readonly Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const key = `${prefix}${name}`;
    const required = schema.required?.includes(name) ?? false;
    const row = { key, required, value: valueOf(property), says: linked(property.description ?? '') };
    return [row, ...rowsOf(property, `${key}.`), ...rowsOf(property.items ?? {}, `${key}[].`)];
  });
}

function valueOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (schema.$ref?.endsWith('trustPolicy') === true) return 'a trust policy';
  if (schema.$ref !== undefined) return 'a policy document';
  const { type = '' } = schema;
  switch (type) {
    case 'array':
      return schema.items?.properties === undefined ? `a list of ${plural(schema.items)}` : 'a list of';
    case 'object':
      return schema.properties === undefined ? 'names with their values' : 'an object of';
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return 'a number';
    case 'boolean':
      return '`true` or `false`';
    default:
      return [...new Set((schema.anyOf ?? []).map(valueOf))].join(', or ');
  }
}

function plural(items: Schema | undefined): string {
  return items?.enum === undefined ? 'texts' : items.enum.map((one) => `\`${String(one)}\``).join(', ');
}

/** The address at the end of a description becomes a link. */
function linked(description: string): string {
  return description.replace(/ (https:\/\/\S+)$/, ' [AWS]($1)');
}
