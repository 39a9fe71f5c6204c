import type { SourceMap, SourceNode, SourceScalar } from '../desired/source-tree.ts';
import type { Location } from '../model/diagnostic.ts';
import { subVariables } from '../model/sub-variables.ts';
import { callOf } from './call.ts';
import { conditionNamed } from './evaluate-condition.ts';
import { exportedValue, referenceValue } from './evaluate-name.ts';
import { arity, refuse, spend, wrong, type Pass } from './pass.ts';
import { attributeOf } from './resource-values.ts';
import {
  hasSecret,
  hasUnknown,
  literal,
  NONE,
  plain,
  plainJson,
  scalarText,
  textValue,
  UNKNOWN,
  type MapValue,
  type Piece,
  type TextValue,
  type Value,
} from './value.ts';

/** What an expression of the template comes to. What is wrong with it is reported to the pass. */
export function evaluate(pass: Pass, node: SourceNode): Value {
  if (!spend(pass, 1)) return UNKNOWN;
  if (node.type === 'scalar') return scalarValue(pass, node);
  if (node.type === 'list') {
    const items = node.items.map((item) => evaluate(pass, item)).filter((item) => item.type !== 'none');
    return { type: 'list', items, location: node.location };
  }
  const call = callOf(node);
  if (call !== undefined) return callFunction(pass, call.name, call.argument, call.location);
  return mapValue(pass, node);
}

function mapValue(pass: Pass, node: SourceMap): Value {
  const entries = node.entries.flatMap(({ key, keyLocation, value: inner }): MapValue['entries'] => {
    if (key.startsWith('Fn::')) {
      if (key === 'Fn::Transform' || key.startsWith('Fn::ForEach'))
        callFunction(pass, key, inner, keyLocation);
      else
        wrong(
          pass,
          keyLocation,
          `${key} is beside other keys: a function is the only key of its mapping`,
          'correct the template: CloudFormation refuses it as well',
        );
      return [];
    }
    const value = evaluate(pass, inner);
    return value.type === 'none' ? [] : [{ key, keyLocation, value }];
  });
  return { type: 'map', entries, location: node.location };
}

/** A text that CloudFormation reads from elsewhere when it deploys. */
const DYNAMIC_REFERENCE = /\{\{resolve:([a-z-]+):/;

function scalarValue(pass: Pass, node: SourceScalar): Value {
  const text = scalarText(node);
  const dynamic = DYNAMIC_REFERENCE.exec(text)?.[1];
  if (dynamic !== undefined) {
    const remedy = 'write the value into a copy of the template';
    return refuse(
      pass,
      node.location,
      `a dynamic reference is read from ${dynamic} when the stack is made`,
      remedy,
    );
  }
  return literal(text, node.location);
}

type Function = (pass: Pass, argument: SourceNode, location: Location) => Value;

const FUNCTIONS: Readonly<Record<string, Function>> = {
  Ref: (pass, argument, location) =>
    argument.type === 'scalar'
      ? referenceValue(pass, scalarText(argument), location)
      : arity(pass, location, 'Ref', 'the name of a parameter or resource'),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substituteText,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::Length': length,
  'Fn::ToJsonString': toJsonString,
  'Fn::ImportValue': importValue,
  'Fn::Transform': transform,
};

function callFunction(pass: Pass, name: string, argument: SourceNode, location: Location): Value {
  const implementation = FUNCTIONS[name];
  if (implementation !== undefined) return implementation(pass, argument, location);
  return refuse(
    pass,
    location,
    `${name} is not evaluated here`,
    'write the value that it has into a copy of the template',
  );
}

function getAttribute(pass: Pass, argument: SourceNode, location: Location): Value {
  const takes = 'the name of a resource and one of its attributes';
  if (argument.type === 'scalar') {
    const [id = '', ...rest] = scalarText(argument).split('.');
    return rest.length === 0
      ? arity(pass, location, 'Fn::GetAtt', takes)
      : attributeOf(pass, id, rest.join('.'), location);
  }
  if (argument.type !== 'list' || argument.items.length !== 2)
    return arity(pass, location, 'Fn::GetAtt', takes);
  const [id, attribute] = argument.items.map((item) => evaluate(pass, item));
  if (id?.type !== 'text' || attribute?.type !== 'text') return UNKNOWN;
  return attributeOf(pass, plain(id), plain(attribute), location);
}

function substituteText(pass: Pass, argument: SourceNode, location: Location): Value {
  const [text, variables] = argument.type === 'list' ? argument.items : [argument];
  if (text?.type !== 'scalar' || (variables !== undefined && variables.type !== 'map'))
    return arity(pass, location, 'Fn::Sub', 'a text, or a list of a text and a map of its variables');
  const own = new Map((variables?.entries ?? []).map(({ key, value }) => [key, value]));
  const pieces: Piece[] = [];
  let unknown = false;
  const template = scalarText(text);
  let at = 0;
  for (const { name, start, end } of subVariables(template)) {
    pieces.push({ text: template.slice(at, start) });
    at = end;
    if (name.startsWith('!')) {
      pieces.push({ text: `\${${name.slice(1)}}` });
      continue;
    }
    const value = variableOf(pass, name.trim(), own.get(name.trim()), text.location);
    if (value.type === 'text') pieces.push(...value.pieces);
    else if (value.type === 'unknown') unknown = true;
    else
      wrong(
        pass,
        text.location,
        `\${${name}} is not text`,
        'Fn::Sub puts texts together: use Fn::Join for a list',
      );
  }
  pieces.push({ text: template.slice(at) });
  return unknown ? UNKNOWN : dynamicChecked(pass, textValue(text.location, ...pieces));
}

function variableOf(pass: Pass, name: string, own: SourceNode | undefined, location: Location): Value {
  if (own !== undefined) return evaluate(pass, own);
  const [id = '', ...rest] = name.split('.');
  return rest.length > 0 && !name.startsWith('AWS::')
    ? attributeOf(pass, id, rest.join('.'), location)
    : referenceValue(pass, name, location);
}

function dynamicChecked(pass: Pass, value: TextValue): Value {
  if (!spend(pass, plain(value).length + 8 * value.pieces.length)) return UNKNOWN;
  if (!DYNAMIC_REFERENCE.test(plain(value))) return value;
  return refuse(
    pass,
    value.location,
    'a dynamic reference is read when the stack is created',
    'write the value into a copy of the template',
  );
}

/** The arguments of a function that takes a list of them. */
function argumentsOf(argument: SourceNode, ...counts: readonly number[]): readonly SourceNode[] | undefined {
  return argument.type === 'list' && counts.includes(argument.items.length) ? argument.items : undefined;
}

function join(pass: Pass, argument: SourceNode, location: Location): Value {
  const takes = 'a separator and a list of texts';
  const [separatorNode, partsNode] = argumentsOf(argument, 2) ?? [];
  if (separatorNode === undefined || partsNode === undefined) return arity(pass, location, 'Fn::Join', takes);
  const separator = evaluate(pass, separatorNode);
  const parts = evaluate(pass, partsNode);
  if (separator.type === 'unknown' || parts.type === 'unknown') return UNKNOWN;
  if (separator.type !== 'text' || parts.type !== 'list') return arity(pass, location, 'Fn::Join', takes);
  const pieces: Piece[] = [];
  for (const [index, item] of parts.items.entries()) {
    if (item.type === 'unknown') return UNKNOWN;
    if (item.type !== 'text') return arity(pass, location, 'Fn::Join', takes);
    pieces.push(...(index === 0 ? [] : separator.pieces), ...item.pieces);
  }
  return dynamicChecked(pass, textValue(location, ...pieces));
}

function select(pass: Pass, argument: SourceNode, location: Location): Value {
  const [indexNode, listNode] = argumentsOf(argument, 2) ?? [];
  if (indexNode === undefined || listNode === undefined)
    return arity(pass, location, 'Fn::Select', 'an index and a list');
  const index = evaluate(pass, indexNode);
  const list = evaluate(pass, listNode);
  if (index.type === 'unknown' || list.type === 'unknown') return UNKNOWN;
  if (index.type !== 'text' || list.type !== 'list')
    return arity(pass, location, 'Fn::Select', 'an index and a list');
  const found = /^\d+$/.test(plain(index)) ? list.items[Number(plain(index))] : undefined;
  if (found !== undefined) return found;
  const message = `Fn::Select takes item ${plain(index)} of a list of ${list.items.length}, counted from 0`;
  return wrong(pass, location, message, 'correct the template, or the answer that the list is made of');
}

function split(pass: Pass, argument: SourceNode, location: Location): Value {
  const [separatorNode, textNode] = argumentsOf(argument, 2) ?? [];
  if (separatorNode === undefined || textNode === undefined)
    return arity(pass, location, 'Fn::Split', 'a separator and a text');
  const separator = evaluate(pass, separatorNode);
  const text = evaluate(pass, textNode);
  if (separator.type === 'unknown' || text.type === 'unknown') return UNKNOWN;
  if (separator.type !== 'text' || text.type !== 'text' || plain(separator) === '')
    return arity(pass, location, 'Fn::Split', 'a separator and a text');
  const secret = text.pieces.some((piece) => piece.secret === true);
  const items = plain(text)
    .split(plain(separator))
    .map((item) => textValue(location, { text: item, ...(secret ? { secret: true as const } : {}) }));
  return { type: 'list', items, location };
}

function choose(pass: Pass, argument: SourceNode, location: Location): Value {
  const takes = 'the name of a condition and two values';
  const [name, yes, no] = argumentsOf(argument, 3) ?? [];
  if (name?.type !== 'scalar' || yes === undefined || no === undefined)
    return arity(pass, location, 'Fn::If', takes);
  // An If that takes a condition out of a trust policy decides a proof as much as the value in it.
  const decides = pass.open.includes('trust') && (hasCondition(yes) || hasCondition(no));
  if (decides) pass.proof += 1;
  const holds = conditionNamed(pass, scalarText(name), location);
  if (decides) pass.proof -= 1;
  return holds === undefined ? UNKNOWN : evaluate(pass, holds ? yes : no);
}

function hasCondition(node: SourceNode): boolean {
  if (node.type === 'scalar') return false;
  if (node.type === 'list') return node.items.some(hasCondition);
  return node.entries.some(({ key, value }) => key === 'Condition' || hasCondition(value));
}

function findInMap(pass: Pass, argument: SourceNode, location: Location): Value {
  const takes = 'the name of a mapping and two keys';
  const nodes = argumentsOf(argument, 3, 4);
  if (nodes === undefined) return arity(pass, location, 'Fn::FindInMap', takes);
  const keys = nodes.slice(0, 3).map((node) => evaluate(pass, node));
  if (keys.some(({ type }) => type === 'unknown')) return UNKNOWN;
  const path = keys.map((key) => (key.type === 'text' ? plain(key) : ''));
  let found = pass.template.mappings;
  for (const key of path)
    found = found?.type === 'map' ? found.entries.find((one) => one.key === key)?.value : undefined;
  const preset =
    nodes[3]?.type === 'map' ? nodes[3].entries.find(({ key }) => key === 'DefaultValue') : undefined;
  if (found === undefined && preset !== undefined) return evaluate(pass, preset.value);
  if (found !== undefined) return evaluate(pass, found);
  return wrong(
    pass,
    location,
    `the mappings of the template have nothing at ${path.join(', ')}`,
    'answer with a key that the mapping has, or correct the template',
  );
}

/** Of the transform AWS::LanguageExtensions, as is `Fn::ToJsonString`. */
function length(pass: Pass, argument: SourceNode, location: Location): Value {
  const list = evaluate(pass, argument);
  if (list.type === 'unknown') return UNKNOWN;
  return list.type === 'list'
    ? literal(String(list.items.length), location)
    : arity(pass, location, 'Fn::Length', 'a list');
}

function toJsonString(pass: Pass, argument: SourceNode, location: Location): Value {
  const value = evaluate(pass, argument);
  const json = value.type === 'list' || value.type === 'map' ? plainJson(value) : undefined;
  if (value.type === 'unknown' || hasUnknown(value)) return UNKNOWN;
  if (json === undefined) return arity(pass, location, 'Fn::ToJsonString', 'a list or a map');
  const secret = hasSecret(value) ? { secret: true as const } : {};
  return dynamicChecked(pass, textValue(location, { text: JSON.stringify(json), ...secret }));
}

function importValue(pass: Pass, argument: SourceNode, location: Location): Value {
  const name = evaluate(pass, argument);
  if (name.type !== 'text') return UNKNOWN;
  return exportedValue(pass, plain(name), location);
}

/** A macro in a place of its own: what it puts there is not in the template. */
function transform(pass: Pass, argument: SourceNode, location: Location): Value {
  const call = argument.type === 'list' ? argument.items[0] : argument;
  const name = call?.type === 'map' ? call.entries.find(({ key }) => key === 'Name')?.value : undefined;
  const macro = name?.type === 'scalar' ? scalarText(name) : 'a macro';
  const omission = {
    location,
    reason: `what Fn::Transform of ${macro} puts here is not in the template`,
    remedy: 'write it into a copy of the template, or add it to the file by hand',
  };
  if (pass.open.includes('trust')) return refuse(pass, location, omission.reason, omission.remedy);
  pass.omissions.push(omission);
  return NONE;
}
