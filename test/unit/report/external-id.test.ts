import { describe, expect, it } from '@jest/globals';
import { maskExternalIds } from '../../../src/report/external-id.ts';
import { maskExternalId } from '../../../src/model/mask-external-id.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import {
  added,
  entry,
  EXTERNAL_ID,
  field,
  integration,
  line,
  LOGZIO,
  plan,
  trust,
  updatedLogzioRole,
} from './plan-builders.ts';

const options = { command: 'plan', color: false } as const;

describe('an external id is shown', () => {
  it('as its ends and a fingerprint', () =>
    expect(maskExternalId(EXTERNAL_ID)).toBe('logzio:…8m1t7 #239ab9'));
  it('as its fingerprint only, when short', () => expect(maskExternalId('short-id')).toBe('#07a58f'));
  it('as it is, when it is but a wildcard', () => expect(maskExternalId('*')).toBe('*'));
  it('as it is, when Null asks whether there is one', () => expect(maskExternalId('false')).toBe('false'));
  it('with the wildcard said', () =>
    expect(maskExternalId('logzio:*')).toMatch(/^#[0-9a-f]{6} \(has a wildcard\)$/));
  it('never with more than half of it', () =>
    expect(maskExternalId('0123456789abcdef')).toMatch(/^0123…bcdef #[0-9a-f]{6}$/));
});

describe('a masked plan', () => {
  const withMessage = plan({
    integrations: [
      integration('logzio-s3', [
        {
          ...updatedLogzioRole(),
          blockers: [
            {
              code: 'replacement',
              message: `trust with ${EXTERNAL_ID} is odd`,
              hint: 'change sts:ExternalId short-id',
            },
          ],
        },
      ]),
    ],
  });

  it.each(['text', 'markdown', 'json'] as const)('holds no external id in %s', (format) => {
    const report = renderPlan(withMessage, format, options);
    expect(report).not.toContain(EXTERNAL_ID);
    expect(report).not.toContain('short-id');
    expect(report).toContain('#239ab9');
    expect(report).toContain('#07a58f');
  });

  it.each(['text', 'markdown', 'json'] as const)(
    'shows nothing but fingerprints in %s when asked to',
    (format) => {
      const report = renderPlan({ ...withMessage, hideExternalIds: true }, format, options);
      expect(report).not.toMatch(/logzio:…|8m1t7/);
      expect(report).toContain('#239ab9');
      expect(report).toContain('#07a58f');
    },
  );

  it('shows them when asked to', () =>
    expect(renderPlan(withMessage, 'text', { ...options, revealExternalIds: true })).toContain(EXTERNAL_ID));

  it('masks whatever the case of the key, and lists', () => {
    const document = {
      Condition: { StringEquals: { 'STS:externalID': ['first-secret-value', 'second-secret-value'] } },
    };
    const masked = maskExternalIds(
      plan({
        integrations: [integration('a', [entry('role/a', { changes: [field('X', { after: document })] })])],
      }),
    );
    expect(JSON.stringify(masked)).not.toContain('secret');
  });

  it('does not hide an ARN or a name that an external id is chosen to equal', () => {
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const shown = renderPlan(
      plan({
        integrations: [
          integration('a', [
            entry('role/administrator-role', {
              action: 'update',
              cause: 'change',
              changes: [
                field('AssumeRolePolicyDocument', {
                  statements: added(
                    trust([LOGZIO], [line('StringEquals', 'sts:ExternalId', arn, 'role/administrator-role')]),
                  ),
                }),
                field('ManagedPolicyArns', { member: arn, after: arn }),
              ],
            }),
          ]),
        ],
      }),
      'text',
      options,
    );
    expect(shown).toContain(`attached policy ${arn}`);
    expect(shown).toContain('~ role/administrator-role');
  });

  it('is the plan itself when there is nothing to mask', () => {
    const quiet = plan({ integrations: [integration('a', [entry('role/a')])] });
    expect(maskExternalIds(quiet)).toBe(quiet);
  });
});
