import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Json } from '../../../src/model/json.ts';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import type { FieldChange } from '../../../src/model/plan.ts';
import { fieldsPage } from '../../../src/apply/fields-page.ts';
import { repairStrategies, type Tampering } from '../../../src/apply/repair-strategy.ts';
import { standIn } from '../../../src/apply/stand-in.ts';
import { blockOf } from '../../../src/cloudformation/block.ts';
import type { FieldSpec } from '../../../src/kinds/kind.ts';
import { KIND_SPECS } from '../../../src/kinds/registry.ts';
import type { Shape } from '../../../src/kinds/shape.ts';
import { allow, CONTEXT, resource } from '../../helpers/resources.ts';
import { ALONE } from '../report/plan-builders.ts';

const VALUES: Readonly<Record<Shape, Json>> = {
  text: 'x',
  arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  number: 7200,
  'trust-policy': allow('sts:AssumeRole', '*'),
  'identity-policy': allow('s3:GetObject', '*'),
  'inline-policies': allow('s3:GetObject', '*'),
  arns: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  texts: 'c',
  names: 'g',
  tags: 'v',
};

function changeOf({ property, shape }: FieldSpec, tampering: Tampering): FieldChange {
  const member = shape === 'tags' ? 'k' : shape === 'inline-policies' ? 'p' : VALUES[shape];
  const isSet = ['arns', 'texts', 'names', 'tags', 'inline-policies'].includes(shape);
  return {
    field: property,
    ...ALONE,
    cause: 'drift',
    ...(isSet && typeof member === 'string' ? { member } : {}),
    ...(tampering === 'missing' ? {} : { before: shape === 'number' ? 43200 : 'live' }),
    ...(tampering === 'extra' ? {} : { after: VALUES[shape] }),
  };
}

const fields = KIND_SPECS.flatMap((spec) =>
  spec.fields.flatMap((field) =>
    Object.entries(repairStrategies(field)).map(
      ([tampering, road]) => [spec, field, tampering as Tampering, road] as const,
    ),
  ),
).filter(([, , , road]) => road !== 'blocked');

describe('docs/fields.md', () => {
  it('is what scripts/emit-fields.mjs writes', () => {
    expect(readFileSync('docs/fields.md', 'utf8')).toBe(fieldsPage());
  });

  it.each(
    fields.map(([spec, field, what, road]) => [spec.kind, field.property, what, road, spec, field] as const),
  )('%s %s, %s: %s', (kind, _property, what, road, _spec, field) => {
    const change = changeOf(field, what);
    const entry = { kind, name: 'x', changes: [change] } as unknown as AssessedEntry;
    const block = blockOf(resource(kind, 'x'), [], CONTEXT);
    const { transient, unrepaired } = standIn(entry, block, block);
    const repaired = unrepaired.length === 0;
    expect({ repaired, transient }).toEqual({
      repaired: road === 'new-text' || road === 'stand-in',
      transient: road === 'stand-in',
    });
  });
});
