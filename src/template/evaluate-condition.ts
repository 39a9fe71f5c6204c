import { show } from '../desired/diagnose.ts';
import type { SourceNode } from '../desired/source-tree.ts';
import type { Location } from '../model/diagnostic.ts';
import { callOf } from './call.ts';
import { spend, within, wrong, type Pass } from './pass.ts';
import { itemsIn, plain, scalarText, type Value } from './value.ts';

/** Whether a condition of the template holds; undefined while that depends on a question. */
export function conditionNamed(pass: Pass, name: string, location: Location): boolean | undefined {
  const entry = pass.template.conditions.get(name);
  if (entry === undefined) {
    wrong(pass, location, `the template has no condition ${show(name)}`, 'correct the template');
    return undefined;
  }
  const key = pass.proof > 0 ? `proof ${name}` : name;
  if (pass.conditions.has(key)) return pass.conditions.get(key);
  const before = pass.refusals.length;
  const holds = within(pass, `condition ${name}`, location, undefined, () =>
    evaluateCondition(pass, entry.value),
  );
  // What is refused is refused wherever it is needed.
  if (pass.refusals.length === before) pass.conditions.set(key, holds);
  return holds;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
export function evaluateCondition(pass: Pass, node: SourceNode): boolean | undefined {
  if (!spend(pass, 1)) return undefined;
  const call = node.type === 'map' ? (callOf(node) ?? conditionCall(node)) : undefined;
  if (call === undefined) return undefined;
  const { name, argument, location } = call;
  const items = argument.type === 'list' ? argument.items : [];
  switch (name) {
    case 'Condition':
      return argument.type === 'scalar' ? conditionNamed(pass, scalarText(argument), location) : undefined;
    case 'Fn::Equals': {
      const [left, right] = items.map((item) => pass.evaluate(pass, item));
      if (items.length !== 2 || left === undefined || right === undefined)
        return malformed(pass, name, location);
      const texts = [comparable(left), comparable(right)];
      return texts.includes(undefined) ? undefined : texts[0] === texts[1];
    }
    case 'Fn::Not': {
      const [only] = items;
      if (items.length !== 1 || only === undefined) return malformed(pass, name, location);
      const holds = evaluateCondition(pass, only);
      return holds === undefined ? undefined : !holds;
    }
    case 'Fn::And':
    case 'Fn::Or': {
      if (items.length < 2 || items.length > 10) return malformed(pass, name, location);
      return decide(
        items.map((item) => evaluateCondition(pass, item)),
        name === 'Fn::Or',
      );
    }
    case 'Fn::Contains':
    case 'Fn::EachMemberIn':
    case 'Fn::EachMemberEquals': {
      const [left, right] = items.map((item) => textsOf(pass.evaluate(pass, item)));
      if (items.length !== 2) return malformed(pass, name, location);
      if (left === undefined || right === undefined) return undefined;
      return name === 'Fn::Contains'
        ? right.every((text) => left.includes(text))
        : left.every((text) => right.includes(text));
    }
    default:
      return malformed(pass, name, location);
  }
}

/** Of `And` and `Or`: one that decides is enough, whatever the others turn out to be. */
function decide(holds: readonly (boolean | undefined)[], decisive: boolean): boolean | undefined {
  if (holds.includes(decisive)) return decisive;
  return holds.includes(undefined) ? undefined : !decisive;
}

function comparable(value: Value): string | undefined {
  if (value.type === 'text') return plain(value);
  if (value.type === 'list') {
    const items = value.items.map(comparable);
    return items.includes(undefined) ? undefined : JSON.stringify(items);
  }
  return value.type === 'none' ? '' : undefined;
}

function conditionCall(node: SourceNode) {
  const [entry] = node.type === 'map' ? node.entries : [];
  return entry?.key === 'Condition'
    ? { name: entry.key, argument: entry.value, location: entry.keyLocation }
    : undefined;
}

/** Undefined while one of them is not known. */
function textsOf(value: Value): readonly string[] | undefined {
  const texts = itemsIn(value).map(comparable);
  return value.type === 'unknown' || texts.includes(undefined) ? undefined : texts.map((text) => text ?? '');
}

function malformed(pass: Pass, name: string, location: Location): undefined {
  wrong(
    pass,
    location,
    `${name} with these arguments is not a condition`,
    'a condition is made of Fn::Equals, Fn::Not, Fn::And, Fn::Or and Condition',
  );
  return undefined;
}
