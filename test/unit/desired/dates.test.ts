import { describe, expect, it } from '@jest/globals';
import { asOf } from '../../../src/desired/suspend.ts';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import { SUSPENSION_POLICY, type Integration } from '../../../src/model/integration.ts';
import { isNear } from '../../../src/model/dates.ts';
import { isExpiryAlone, type IntegrationPlan } from '../../../src/model/plan.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { live, planInput, scope, stack } from '../../helpers/resources.ts';

const CONTEXT = { account: '111122223333', partition: 'aws', region: 'eu-central-1', tags: { team: 'data' } };

const policy = (action: string): string =>
  `{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["${action}"], Resource: "*" }] }`;

const text = (lines: string, action = 's3:GetObject'): string => `integration: x
description: d
${lines}
roles:
  - RoleName: r
    Path: /vendors/
    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" } }
    Policies: [{ PolicyName: z, PolicyDocument: ${policy(action)} }, { PolicyName: a, PolicyDocument: ${policy('sqs:SendMessage')} }]
users: [{ UserName: u }]
groups: [{ GroupName: g, Policies: [{ PolicyName: p, PolicyDocument: ${policy('s3:ListBucket')} }] }]
`;

function parse(lines: string, today?: string, action?: string): Integration {
  const context = { ...CONTEXT, ...(today === undefined ? {} : { today }) };
  const { integration, diagnostics } = parseIntegration(text(lines, action), 'desired/x.yaml', context);
  if (integration === undefined) throw new Error(JSON.stringify(diagnostics));
  return integration;
}

const properties = ({ resources }: Integration): unknown => resources.map(({ resource }) => resource);

/** The plan of a file where another one was applied. */
function planOf(after: Integration, before: Integration): IntegrationPlan {
  const was = before.resources.map(({ resource }) => resource);
  const input = planInput({ scope: scope([after]), stacks: [stack('x', was)], live: live(was) });
  const [plan] = buildPlan(input).integrations;
  if (plan === undefined) throw new Error('nothing was planned');
  return plan;
}

describe('expires', () => {
  it('is what "suspend: true" is, from its day on', () => {
    const expired = parse('expires: 2027-01-31', '2027-01-31');
    expect(properties(expired)).toEqual(properties(parse('suspend: true')));
    expect(expired).toMatchObject({ suspended: true, expired: true });
  });

  it('is nothing on the day before, nor where no day is known', () => {
    for (const integration of [parse('expires: 2027-01-31', '2027-01-30'), parse('expires: 2027-01-31')]) {
      expect(properties(integration)).toEqual(properties(parse('')));
      expect(integration.suspended).toBeUndefined();
    }
  });

  it('leaves a file that is suspended by its own line as that line makes it', () => {
    const both = parse('suspend: true\nexpires: 2020-01-01', '2027-01-31');
    expect(both.expired).toBeUndefined();
    expect(properties(both)).toEqual(properties(parse('suspend: true')));
    expect(asOf(asOf(parse('expires: 2020-01-01'), '2027-01-31'), '2027-01-31')).toEqual(
      parse('expires: 2020-01-01', '2027-01-31'),
    );
  });

  it('has the digest of the plan that "suspend: true" has: who approved the one approved the other', () => {
    const before = parse('expires: 2027-01-31');
    const expired = planOf(parse('expires: 2027-01-31', '2027-01-31'), before);
    expect(expired.digest).toBe(planOf(parse('suspend: true'), before).digest);
    expect(expired.digest).not.toBe(planOf(before, before).digest);
    expect(expired).toMatchObject({ expires: '2027-01-31', expired: true });
    expect(expired.entries.flatMap(({ changes }) => changes.map(({ member }) => member))).toEqual([
      SUSPENSION_POLICY,
      SUSPENSION_POLICY,
    ]);
  });

  it('is told from a change of the file, which a pull request has to answer for', () => {
    const before = parse('expires: 2027-01-31');
    const expired = parse('expires: 2027-01-31', '2027-01-31');
    expect(isExpiryAlone(planOf(expired, before))).toBe(true);
    expect(isExpiryAlone(planOf(parse('suspend: true'), before))).toBe(false);
    expect(isExpiryAlone(planOf(expired, expired))).toBe(false);
    const wider = parse('expires: 2027-01-31', '2027-01-31', 's3:*');
    expect(isExpiryAlone(planOf(wider, before))).toBe(false);
  });
});

it('a reminder begins 30 days before a date and ends with it', () => {
  const days = ['2026-12-31', '2027-01-01', '2027-01-31', '2027-02-01'];
  expect(days.map((today) => isNear('2027-01-31', today))).toEqual([false, true, true, false]);
  // A leap year, a change of the year, and no summer time.
  expect(isNear('2028-03-01', '2028-01-31')).toBe(true);
  expect(isNear('2028-03-01', '2028-01-30')).toBe(false);
});
