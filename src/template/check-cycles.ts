import { errorAt } from '../desired/diagnose.ts';
import type { SourceNode } from '../desired/source-tree.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { subVariables } from '../model/sub-variables.ts';
import { callOf } from './call.ts';
import { conditionNamed } from './evaluate-condition.ts';
import { aside, type Pass } from './pass.ts';
import { isMade } from './resource-values.ts';
import { scalarText } from './value.ts';

/** Resources that wait for each other, which CloudFormation refuses to make. */
export function checkCycles(pass: Pass): readonly Diagnostic[] {
  const own = aside(pass);
  const waits = new Map(
    [...pass.template.resources.values()]
      .filter((resource) => isMade(own, resource) !== false)
      .map(({ id, properties, dependsOn }) => [
        id,
        [...new Set([...dependsOn, ...referencesIn(own, properties)])],
      ]),
  );
  const done = new Set<string>();
  const found: Diagnostic[] = [];
  const follow = (id: string, way: readonly string[]): void => {
    const start = way.indexOf(id);
    if (start !== -1) {
      const cycle = [...way.slice(start), id].join(' → ');
      const location = pass.template.resources.get(id)?.location ?? {
        file: pass.template.file,
        line: 1,
        column: 1,
      };
      const hint = 'write the policy as an AWS::IAM::Policy of its own: CloudFormation refuses it as well';
      found.push(errorAt(location, 'template-cycle', `these resources depend on each other: ${cycle}`, hint));
      return;
    }
    if (done.has(id)) return;
    for (const next of waits.get(id) ?? []) if (waits.has(next)) follow(next, [...way, id]);
    done.add(id);
  };
  for (const id of waits.keys()) follow(id, []);
  return found;
}

/** Resources that a value refers to, but for those in the branch of an `Fn::If` that is not taken. */
function referencesIn(pass: Pass, node: SourceNode): readonly string[] {
  if (node.type === 'scalar') return [];
  if (node.type === 'list') return node.items.flatMap((item) => referencesIn(pass, item));
  const call = callOf(node);
  if (call === undefined) return node.entries.flatMap(({ value }) => referencesIn(pass, value));
  const { name, argument, location } = call;
  const items = argument.type === 'list' ? argument.items : [argument];
  const [first] = items;
  switch (name) {
    case 'Ref':
      return argument.type === 'scalar' ? [scalarText(argument)] : [];
    case 'Fn::GetAtt':
      return first?.type === 'scalar' ? [scalarText(first).split('.')[0] ?? ''] : [];
    case 'Fn::Sub': {
      const own = items[1]?.type === 'map' ? items[1] : undefined;
      const keys = new Set(own?.entries.map(({ key }) => key));
      const names = first?.type === 'scalar' ? subVariables(scalarText(first)) : [];
      return [
        ...names
          .map(({ name: one }) => one.trim())
          .filter((one) => one !== '' && !one.startsWith('!') && !keys.has(one))
          .map((one) => one.split('.')[0] ?? ''),
        ...(own === undefined ? [] : referencesIn(pass, own)),
      ];
    }
    case 'Fn::If': {
      const holds = first?.type === 'scalar' ? conditionNamed(pass, scalarText(first), location) : undefined;
      const taken = holds === undefined ? items.slice(1) : items.slice(holds ? 1 : 2, holds ? 2 : 3);
      return taken.flatMap((item) => referencesIn(pass, item));
    }
    default:
      return referencesIn(pass, argument);
  }
}
