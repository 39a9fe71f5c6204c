import { Params } from '../../../src/sandbox/query.ts';
import { isList, writable, type Answer } from '../../../src/sandbox/xml.ts';
import type { Shape } from './schema.ts';

/** The parameters of a request, as the SDK writes them: `Tags.member.1.Key`. */
export function paramsOf(shape: Shape, input: unknown, fixed: Readonly<Record<string, string>>): Params {
  const values = new Map(Object.entries(fixed));
  write(shape, input, '', values);
  return new Params(values);
}

function write(shape: Shape, value: unknown, key: string, values: Map<string, string>): void {
  if (value === undefined || value === null) return;
  const prefix = key === '' ? '' : `${key}.`;
  switch (shape.kind) {
    case 'nothing':
      return;
    case 'list': {
      const items = value as readonly unknown[];
      if (items.length === 0) values.set(key, '');
      for (const [index, item] of items.entries()) {
        write(shape.item, item, `${prefix}member.${index + 1}`, values);
      }
      return;
    }
    case 'map':
      for (const [index, [name, item]] of Object.entries(value).entries()) {
        values.set(`${prefix}entry.${index + 1}.key`, name);
        write(shape.item, item, `${prefix}entry.${index + 1}.value`, values);
      }
      return;
    case 'structure':
      for (const [name, member] of shape.members()) {
        write(member, (value as Record<string, unknown>)[name], prefix + name, values);
      }
      return;
    case 'time':
      values.set(key, (value as Date).toISOString().replace('.000Z', 'Z'));
      return;
    case 'text':
      values.set(key, value as string);
      return;
    case 'number':
    case 'boolean':
      values.set(key, JSON.stringify(value));
  }
}

/** The output of a command, as the SDK reads it out of the XML of an answer. */
export function outputOf(shape: Shape, answer: Answer): unknown {
  if (answer === undefined) return undefined;
  switch (shape.kind) {
    case 'nothing':
      return undefined;
    case 'list':
      return typeof answer === 'object' && isList(answer)
        ? answer.map((item) => outputOf(shape.item, item))
        : [];
    case 'map':
      throw new Error('the sandbox answers no maps');
    case 'structure': {
      const given = typeof answer === 'object' && !isList(answer) ? answer : {};
      const read: Record<string, unknown> = {};
      for (const [name, member] of shape.members()) {
        const value = Object.hasOwn(given, name) ? outputOf(member, given[name]) : undefined;
        if (value !== undefined) read[name] = value;
      }
      return read;
    }
    case 'text':
      return writable(textOf(answer));
    case 'number':
      return Number(textOf(answer));
    case 'boolean':
      return textOf(answer) === 'true';
    case 'time':
      return new Date(textOf(answer));
  }
}

/** What has no text in XML is the empty text. */
function textOf(answer: Answer): string {
  return typeof answer === 'object' || answer === undefined ? '' : String(answer);
}
