import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../../src/model/resource.ts';
import { driftItemsOf } from '../../../src/report/drift-items.ts';
import { describeAccess } from '../../../src/report/describe-access.ts';
import { AS_IT_IS } from '../../../src/report/say-statement.ts';
import { allow, inline, resource, role } from '../../helpers/resources.ts';
import { planWithAccess, type PlanSides } from './plan-with-access.ts';

async function sentences(sides: PlanSides): Promise<readonly string[]> {
  return driftItemsOf(await planWithAccess(sides)).flatMap(({ moved }) =>
    moved.flatMap(({ address, access }) => describeAccess(access, address, AS_IT_IS).map(({ text }) => text)),
  );
}

const reads = (name: string): Resource => role('r', { Policies: [inline('p', allow(`s3:${name}`, '*'))] });
const READS_TAGS = 'role/r gains Read on every s3 resource: GetObjectTagging';

describe('what drift gave and took', () => {
  it('is seen from what was last applied, whatever the YAML says by now', async () => {
    expect(
      await sentences({
        desired: [reads('PutObject')],
        applied: [reads('GetObject')],
        live: [reads('GetObjectTagging')],
      }),
    ).toEqual([READS_TAGS, 'role/r loses Read on every s3 resource: GetObject']);
  });

  it('is nothing where only the YAML changed', async () => {
    expect(await sentences({ desired: [reads('PutObject')], applied: [reads('GetObject')] })).toEqual([]);
  });

  it('is everything that a role had, where it was deleted', async () => {
    const lost = await sentences({ desired: [reads('GetObject')], live: [] });
    expect(lost).toContain('role/r loses Read on every s3 resource: GetObject');
    expect(lost.some((text) => text.includes('can no longer assume role/r'))).toBe(true);
  });

  it('of a managed policy is told of the roles that have it', async () => {
    const holder = role('r', { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/m'] });
    const policy = (action: string): Resource =>
      resource('managed-policy', 'm', { PolicyDocument: allow(action, '*') });
    expect(
      await sentences({
        desired: [holder, policy('s3:GetObject')],
        live: [holder, policy('s3:GetObjectTagging')],
      }),
    ).toEqual([READS_TAGS, 'role/r loses Read on every s3 resource: GetObject']);
  });
});
