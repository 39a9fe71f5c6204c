import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Resource } from '../../../src/model/resource.ts';
import { addressOfResource } from '../../../src/model/resource.ts';
import type { IntegrationPlan, Plan } from '../../../src/model/plan.ts';
import { normaliseResource } from '../../../src/kinds/normalise.ts';
import { kindSpec } from '../../../src/kinds/registry.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { digestOfDeclaration } from '../../../src/plan/digest.ts';
import { anyResources, PROPERTY_RUNS, respelled } from '../../helpers/arbitraries.ts';
import { integration, live, planInput, scope, stack } from '../../helpers/resources.ts';

interface World {
  readonly desired: readonly Resource[];
  readonly applied: readonly Resource[];
  readonly found: readonly Resource[];
}

const world: fc.Arbitrary<World> = fc.record({
  desired: anyResources,
  applied: anyResources,
  found: anyResources,
});

function planOf({ desired, applied, found }: World): Plan {
  const addresses = applied.map(addressOfResource);
  return buildPlan(
    planInput({
      scope: scope(
        [integration('i', desired, { delete: addresses, overwrite: desired.map(addressOfResource) })],
        { maxDeletes: 99 },
      ),
      stacks: [stack('i', applied)],
      live: live(found),
    }),
  );
}

function only(plan: Plan): IntegrationPlan {
  const [first] = plan.integrations;
  if (first === undefined) throw new Error('no integration');
  return first;
}

function respelledAll(items: readonly Resource[]): fc.Arbitrary<readonly Resource[]> {
  return fc
    .tuple(...items.map((item) => respelled(item)))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
}

describe('laws of the planner', () => {
  it('a side compared with itself, however it is spelled, is no change', () => {
    fc.assert(
      fc.property(
        anyResources.chain((items) =>
          fc.tuple(respelledAll(items), respelledAll(items), respelledAll(items)),
        ),
        ([desired, applied, found]) => {
          const { entries } = only(planOf({ desired, applied, found }));
          expect(entries.filter((entry) => entry.action !== 'none' || entry.changes.length > 0)).toEqual([]);
        },
      ),
      PROPERTY_RUNS,
    );
  });

  it('neither order nor spelling of any side moves the digest', () => {
    fc.assert(
      fc.property(
        world.chain((sides) =>
          fc.tuple(
            fc.constant(sides),
            fc.record({
              desired: respelledAll(sides.desired),
              applied: respelledAll(sides.applied),
              found: respelledAll(sides.found),
            }),
          ),
        ),
        ([sides, spelled]) => {
          expect(only(planOf(spelled)).digest).toBe(only(planOf(sides)).digest);
          const context = { partition: 'aws' };
          expect(digestOfDeclaration(spelled.desired, context)).toBe(
            digestOfDeclaration(sides.desired, context),
          );
        },
      ),
      PROPERTY_RUNS,
    );
  });

  it('carrying out the changes of a plan on what is live gives what is desired', () => {
    fc.assert(
      fc.property(world, (sides) => {
        const found = carriedOut(only(planOf(sides)), sides);
        const after = only(planOf({ desired: sides.desired, applied: sides.desired, found }));
        expect(after.entries.filter((entry) => entry.action !== 'none' || entry.changes.length > 0)).toEqual(
          [],
        );
      }),
      PROPERTY_RUNS,
    );
  });

  it('a plan is JSON and says nothing twice', () => {
    fc.assert(
      fc.property(world, (sides) => {
        const plan = planOf(sides);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
        const addresses = only(plan).entries.map((entry) => entry.address);
        expect([...new Set(addresses)].sort()).toEqual(addresses);
      }),
      PROPERTY_RUNS,
    );
  });

  it('different desired states of the same resource have different digests of declaration', () => {
    fc.assert(
      fc.property(anyResources, anyResources, (left, right) => {
        const context = { partition: 'aws' };
        const same = only(planOf({ desired: left, applied: right, found: right })).entries.every(
          (entry) => entry.action === 'none',
        );
        expect(digestOfDeclaration(left, context) === digestOfDeclaration(right, context)).toBe(same);
      }),
      PROPERTY_RUNS,
    );
  });
});

/** Live IAM after every field change of the plan was carried out, one by one. */
function carriedOut(plan: IntegrationPlan, { desired, found }: World): readonly Resource[] {
  const byAddress = new Map(found.map((item) => [addressOfResource(item), item]));
  for (const entry of plan.entries) {
    if (entry.action === 'delete') byAddress.delete(entry.address);
    if (entry.action === 'create') {
      const wanted = desired.find((item) => addressOfResource(item) === entry.address);
      if (wanted !== undefined) byAddress.set(entry.address, wanted);
    }
    const current = byAddress.get(entry.address);
    if (current === undefined || (entry.action !== 'update' && entry.action !== 'adopt')) continue;
    byAddress.set(entry.address, changed(current, entry.changes));
  }
  return [...byAddress.values()];
}

function changed(item: Resource, changes: IntegrationPlan['entries'][number]['changes']): Resource {
  const spec = kindSpec(item.kind);
  const properties: Record<string, unknown> = { ...item.properties, [spec.nameProperty]: item.name };
  for (const { field, member, after } of changes) {
    if (member === undefined) {
      if (after === undefined) delete properties[field];
      else properties[field] = after;
      continue;
    }
    const rest = (properties[field] as readonly unknown[]).filter((value) => nameOf(value) !== member);
    properties[field] = after === undefined ? rest : [...rest, memberValue(field, member, after)];
  }
  return normaliseResource(spec, properties as Resource['properties']);
}

function nameOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Reflect.get(value, 'PolicyName') ?? Reflect.get(value, 'Key');
}

function memberValue(field: string, name: string, value: unknown): unknown {
  if (field === 'Policies') return { PolicyName: name, PolicyDocument: value };
  return field === 'Tags' ? { Key: name, Value: value } : value;
}
