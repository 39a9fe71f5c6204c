import { describe, expect, it } from '@jest/globals';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { alikeIntegrations } from './many-integrations.ts';
import { added, allow, field, logzioTrustDocument, removed } from './plan-builders.ts';

const render = (plan: ReturnType<typeof alikeIntegrations>): string =>
  renderPlan(plan, 'markdown', { command: 'plan', color: false });
const allows = (action: string, resource = '*') =>
  field('Policies', { member: 'p', after: {}, statements: added(allow([action], [resource])) });
const sections = (markdown: string): number => markdown.match(/^#### /gm)?.length ?? 0;

describe('changes that are the same but for their names', () => {
  it('are told once, and the others are named', () => {
    const markdown = render(alikeIntegrations(150));
    expect(sections(markdown)).toBe(1);
    expect(markdown).toContain(
      'The same in 149 other integrations, each with its own names and external ids',
    );
    expect(markdown).toContain('- `integration-149`: `role/reader-149`');
    expect(markdown.length).toBeLessThan(30_000);
  });

  it('are told one by one where there are two', () => expect(sections(render(alikeIntegrations(2)))).toBe(2));

  it('may each have a resource of their own in an ARN, and an external id', () => {
    const own = (index: number) => ({
      changes: [
        allows('iam:PassRole', `arn:aws:iam::111122223333:role/reader-${index}`),
        field('AssumeRolePolicyDocument', { after: logzioTrustDocument(`a-long-external-id-${index}`) }),
      ],
    });
    expect(sections(render(alikeIntegrations(4, own)))).toBe(1);
  });
});

describe('edits of the account that are the same but for their names', () => {
  const edited = (resource: (index: number) => string): string => {
    const own = (index: number): Partial<AssessedEntry> => ({
      action: 'update',
      cause: 'drift',
      drift: 'modified',
      changes: [
        {
          ...field('Policies', {
            member: 'debug',
            before: {},
            statements: removed(allow(['s3:GetObject'], [resource(index)])),
          }),
          cause: 'drift',
        },
      ],
    });
    return renderPlan(alikeIntegrations(150, own), 'markdown', { command: 'drift', color: false });
  };
  const items = (markdown: string): number => markdown.match(/^- \*\*extra:\*\*/gm)?.length ?? 0;

  it('are told once in the report on drift, and the others are named', () => {
    const markdown = edited(() => '*');
    expect(items(markdown)).toBe(1);
    expect(markdown).toContain('The same in 149 other integrations');
    expect(markdown).toContain('- `integration-149`: `role/reader-149`');
  });

  it('are told one by one where they are of other resources', () =>
    expect(items(edited((index) => `arn:aws:s3:::bucket-${index}`))).toBe(150));
});

describe('changes that differ in anything else are never told as the same', () => {
  it.each([
    ['an action', (index: number) => ({ changes: [allows(`s3:Action${index}`)] })],
    ['a bucket', (index: number) => ({ changes: [allows('s3:GetObject', `arn:aws:s3:::bucket-${index}`)] })],
    [
      'a role of another name than the own ones',
      (index: number) => ({
        changes: [allows('iam:PassRole', `arn:aws:iam::111122223333:role/admin-reader-${index}`)],
      }),
    ],
    [
      'how many external ids there are',
      (index: number) => ({
        changes: [
          field('AssumeRolePolicyDocument', {
            after: logzioTrustDocument(...Array.from({ length: index + 1 }, (_, at) => `external-id-${at}`)),
          }),
        ],
      }),
    ],
    [
      'an external id of wildcards',
      (index: number) => ({
        changes: [field('AssumeRolePolicyDocument', { after: logzioTrustDocument(`${'*'.repeat(index)}x`) })],
      }),
    ],
    ['a note', (index: number) => ({ observations: index === 3 ? [{ text: 'it has an access key' }] : [] })],
    ['the cause', (index: number) => ({ cause: index % 4 === 0 ? ('both' as const) : ('change' as const) })],
  ])('%s', (_what, own) => expect(sections(render(alikeIntegrations(4, own)))).toBeGreaterThan(1));

  it('names that are chosen to read like what differs', () => {
    const actions = ['GetObject', 'PutBucketPolicy', 'DeleteObject', 'ListBucket'];
    const plan = alikeIntegrations(4, (index) => ({ changes: [allows(`s3:${actions[index]}`)] }));
    const renamed = {
      ...plan,
      integrations: plan.integrations.map((one, index) => ({
        ...one,
        integration: actions[index]!,
        entries: one.entries.map((entry) => ({
          ...entry,
          address: `role/${actions[index]}` as const,
          name: actions[index]!,
        })),
      })),
    };
    expect(sections(render(renamed))).toBe(4);
  });
});
