/**
 * The circles of a graph: its strongly connected components, in linear time and without recursion, since a run may
 * have thousands of integrations in a row (Tarjan, https://doi.org/10.1137/0201010).
 *
 * @param edges what each node points to; a node that is no key points nowhere
 * @returns for each key the nodes of its circle, sorted, itself among them; alone where it is in none
 */
export function circlesOf(
  edges: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const circles = new Map<string, readonly string[]>();
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const road: { readonly node: string; readonly rest: string[] }[] = [];

  const enter = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    open.push(node);
    isOpen.add(node);
    road.push({ node, rest: [...(edges.get(node) ?? [])] });
  };
  const lower = (node: string, to: number | undefined): void => {
    low.set(node, Math.min(low.get(node) ?? Infinity, to ?? Infinity));
  };
  const leave = (node: string): void => {
    road.pop();
    const before = road.at(-1);
    if (before !== undefined) lower(before.node, low.get(node));
    if (low.get(node) !== index.get(node)) return;
    const circle = open.splice(open.lastIndexOf(node)).sort();
    for (const member of circle) {
      isOpen.delete(member);
      circles.set(member, circle);
    }
  };

  for (const start of edges.keys()) {
    if (!index.has(start)) enter(start);
    for (let here = road.at(-1); here !== undefined; here = road.at(-1)) {
      const next = here.rest.pop();
      if (next === undefined) leave(here.node);
      else if (!index.has(next)) enter(next);
      else if (isOpen.has(next)) lower(here.node, index.get(next));
    }
  }
  return circles;
}
