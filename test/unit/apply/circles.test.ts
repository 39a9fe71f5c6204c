import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { circlesOf } from '../../../src/apply/circles.ts';
import { runsOf } from '../../helpers/thorough.ts';

const NODES = ['a', 'b', 'c', 'd', 'e', 'f'];

function reachableFrom(node: string, edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const next = [...(edges.get(node) ?? [])];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (!seen.has(one)) next.push(...(edges.get(one) ?? []));
    seen.add(one);
  }
  return seen;
}

describe('a circle of files', () => {
  it('has those that reach one another, whatever the graph', () => {
    const graph = fc.array(fc.subarray(NODES), { minLength: NODES.length, maxLength: NODES.length });
    fc.assert(
      fc.property(graph, (rows) => {
        const edges = new Map(NODES.map((node, index) => [node, rows[index] ?? []]));
        const reach = new Map(NODES.map((node) => [node, reachableFrom(node, edges)]));
        const isBoth = (a: string, b: string) =>
          reach.get(a)?.has(b) === true && reach.get(b)?.has(a) === true;
        const circles = circlesOf(edges);
        for (const node of NODES)
          expect(circles.get(node)).toEqual(NODES.filter((other) => other === node || isBoth(node, other)));
      }),
      runsOf(100),
    );
  });

  it('is found in a row of 30,000 files, whose end names their beginning: deeper than a call stack', () => {
    const names = Array.from({ length: 30_000 }, (_, index) => `file-${index}`);
    const row = new Map(names.map((name, index) => [name, [names[index + 1] ?? 'elsewhere']]));
    expect(circlesOf(row).get('file-5')).toEqual(['file-5']);
    row.set('file-29999', ['file-0']);
    expect(circlesOf(row).get('file-5')).toHaveLength(30_000);
  });
});
