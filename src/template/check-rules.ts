import { errorAt } from '../desired/diagnose.ts';
import { entryOf, itemsOf, type SourceEntry, type SourceNode } from '../desired/source-tree.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { aside, type Pass, type Refusal } from './pass.ts';
import { scalarText } from './value.ts';

/** What the rules of a template say of the answers. */
export interface RuleOutcome {
  /** Of a rule that does not hold: CloudFormation refuses to make the stack. */
  readonly broken: readonly Diagnostic[];
  /** Of what depends on an answer that nothing else needs, or on what only CloudFormation knows. */
  readonly unchecked: readonly Refusal[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html */
export function checkRules(pass: Pass): RuleOutcome {
  const outcomes = [
    ...pass.template.rules.map((rule) => checkRule(aside(pass), rule)),
    ...[...pass.inner.values()].flatMap((inner) => (inner === undefined ? [] : [checkRules(inner)])),
  ];
  return {
    broken: outcomes.flatMap(({ broken }) => broken),
    unchecked: outcomes.flatMap(({ unchecked }) => unchecked),
  };
}

function checkRule(pass: Pass, { key, keyLocation, value }: SourceEntry): RuleOutcome {
  const when = entryOf(value, 'RuleCondition')?.value;
  const applies = when === undefined ? true : evaluateCondition(pass, when);
  if (applies === false) return { broken: [], unchecked: [] };
  const assertions = itemsOf(entryOf(value, 'Assertions')?.value);
  const broken: Diagnostic[] = [];
  const unchecked: Refusal[] = [];
  for (const assertion of assertions) {
    const assert = entryOf(assertion, 'Assert')?.value;
    const holds = assert === undefined ? undefined : evaluateCondition(pass, assert);
    if (holds === true) continue;
    const says = sayAssertion(assertion);
    if (holds === false && applies === true)
      broken.push(
        errorAt(
          keyLocation,
          'template-rule',
          `the rule ${key} of the template does not hold${says === '' ? '' : `: ${says}`}`,
          'give answers that fulfil it: CloudFormation would refuse to create the stack',
        ),
      );
    else
      unchecked.push({
        location: keyLocation,
        reason: `the rule ${key} is not checked${says === '' ? '' : `: ${says}`}`,
        remedy: `look at the answers${questionsIn(assertion, pass)
          .map((name) => `; --answer '${name}=…' has it checked`)
          .join('')}`,
      });
  }
  return { broken, unchecked };
}

function sayAssertion(assertion: SourceNode): string {
  const says = entryOf(assertion, 'AssertDescription')?.value;
  return says?.type === 'scalar' ? scalarText(says).replaceAll(/\s+/g, ' ').trim() : '';
}

/** The questions that an assertion is about and that have no answer. */
function questionsIn(node: SourceNode, pass: Pass): readonly string[] {
  if (node.type === 'scalar') return [];
  if (node.type === 'list') return node.items.flatMap((item) => questionsIn(item, pass));
  return node.entries.flatMap(({ key, value }) => {
    const name = key === 'Ref' && value.type === 'scalar' ? scalarText(value) : undefined;
    if (name === undefined) return questionsIn(value, pass);
    const parameter = pass.template.parameters.get(name);
    const id = `${pass.prefix}${name}`;
    const isOpen = parameter?.preset === undefined && !pass.given.has(name) && !pass.answers.has(id);
    return parameter !== undefined && isOpen ? [id] : [];
  });
}
