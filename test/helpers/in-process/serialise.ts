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

/**
 * The output of a command, as the SDK reads it out of the XML of an answer.
 *
 * @param path where in the output it stands
 * @throws when the answer has what the schema does not have, has it in another type, or lacks what the schema requires: the
 *   SDK leaves out what it does not know, and a client of AWS would get something else
 */
export function outputOf(shape: Shape, answer: Answer, path: string): unknown {
  const refuse = (why: string): never => {
    throw new Error(`the sandbox answers ${path} otherwise than the schema of the SDK: ${why}`);
  };
  if (answer === undefined) return undefined;
  switch (shape.kind) {
    case 'nothing':
      return refuse('there is no output');
    case 'map':
      return refuse('the sandbox answers no maps');
    case 'list':
      if (typeof answer !== 'object' || !isList(answer)) return refuse('it is no list');
      return answer.map((item) => outputOf(shape.item, item, `${path}[]`));
    case 'structure': {
      if (typeof answer !== 'object' || isList(answer)) return refuse('it is no structure');
      const members = shape.members();
      for (const name of Object.keys(answer)) if (!members.has(name)) refuse(`${name} is unknown`);
      const read: Record<string, unknown> = {};
      let index = 0;
      for (const [name, member] of members) {
        const given = answer[name];
        if (given !== undefined) read[name] = outputOf(member, given, `${path}.${name}`);
        else if (index < shape.required) refuse(`${name} is missing`);
        index += 1;
      }
      return read;
    }
    case 'text':
      return typeof answer === 'string' ? writable(answer) : refuse('it is not text');
    case 'number':
    case 'boolean':
      return typeof answer === shape.kind ? answer : refuse(`it is no ${shape.kind}`);
    case 'time':
      return typeof answer === 'string' && TIME.test(answer) ? new Date(answer) : refuse('it is no time');
  }
}

/** https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
