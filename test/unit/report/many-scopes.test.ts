import { describe, expect, it } from '@jest/globals';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import type { FailedScope, ScopeReport } from '../../../src/report/many-scopes.ts';
import { renderPlans, renderScopes } from '../../../src/report/registry.ts';
import { sameChanges } from '../../../src/report/same-changes.ts';
import { added, allow, entry, field, integration, line, plan, trust } from './plan-builders.ts';

interface Scene {
  readonly index: number;
  readonly bucket?: string;
  readonly externalId?: string;
  readonly action?: string;
  readonly principal?: string;
  readonly more?: readonly AssessedEntry[];
  readonly directory?: string;
}

const accountOf = (index: number): string => String(300_000_000_000 + index);

/** A scope that includes `_shared/reader.yaml` with a bucket and an external id of its own. */
function scope({
  index,
  bucket,
  externalId,
  action = 's3:getobject',
  principal,
  more = [],
  directory,
}: Scene): ScopeReport {
  const own = bucket ?? `acme-bucket-${index}`;
  const id = externalId ?? `vendor:ext:${String(index).padStart(10, '0')}`;
  const file = 'desired/_shared/reader.yaml';
  const role = entry('role/reader', {
    action: 'create',
    cause: 'change',
    changes: [
      field('AssumeRolePolicyDocument', {
        cause: 'change',
        statements: added(
          trust(
            [principal ?? 'AWS:arn:aws:iam::406095609952:root'],
            [line('StringEquals', 'sts:externalid', id)],
          ),
        ),
      }),
      field('Policies', {
        member: 'read',
        cause: 'change',
        statements: added(allow([action], [`arn:aws:s3:::${own}/*`])),
      }),
    ],
  });
  return {
    directory: directory ?? `desired/acct-${String(index).padStart(3, '0')}`,
    plan: plan({
      account: accountOf(index),
      integrations: [integration('reader', [role, ...more], { file })],
    }),
    cautions: [],
    notes: [],
    parameters: new Map([[file, { BucketName: own, ExternalId: id }]]),
  };
}

const render = (
  reports: readonly ScopeReport[],
  failed: readonly FailedScope[] = [],
  limit = 60_000,
): string => renderScopes(reports, failed, { command: 'plan', limit, footer: ['the run'] });

describe('changes of a shared file', () => {
  it('are the same in the scopes whose parameters alone differ, and say which', () => {
    const reports = [0, 1, 2].map((index) => scope({ index }));
    expect(sameChanges(reports)).toMatchObject([
      {
        directories: ['desired/acct-000', 'desired/acct-001', 'desired/acct-002'],
        differs: [
          {
            name: 'BucketName',
            values: [0, 1, 2].map((index) => ({ value: `acme-bucket-${index}`, scopes: 1 })),
          },
          { name: 'ExternalId' },
        ],
      },
    ]);
    const text = render(reports);
    expect(text).toContain('### The same in 3 scopes: `reader`');
    expect(text).toContain('`${BucketName}`: `acme-bucket-0`, `acme-bucket-1`, `acme-bucket-2`');
    expect(text).toContain('`${ExternalId}`, an external id of each scope');
    expect(text).not.toMatch(/vendor:ext:0/);
  });

  it.each<[what: string, other: Omit<Scene, 'index'>]>([
    ['what a role may do', { action: 's3:putobject' }],
    ['what a role may do, by a value that is a parameter too', { action: 's3:*', bucket: 's3:*' }],
    ['whom a role trusts', { principal: 'AWS:arn:aws:iam::777777777777:root' }],
    ['a bucket of every name', { bucket: '*' }],
    ['an external id of every value', { externalId: '*' }],
    ['another resource beside it', { more: [entry('role/other', { action: 'create', cause: 'change' })] }],
  ])('are not the same where this differs: %s', (_what, other) => {
    const reports = [scope({ index: 0 }), scope({ index: 1 }), scope({ index: 2, ...other })];
    expect(sameChanges(reports).map(({ directories }) => directories.length)).toEqual([2]);
  });

  it('are not the same because a parameter names the account that a role trusts', () => {
    const of = (index: number, account: string): ScopeReport => {
      const report = scope({ index, principal: `AWS:arn:aws:iam::${account}:root` });
      return { ...report, parameters: new Map([['desired/_shared/reader.yaml', { Vendor: account }]]) };
    };
    expect(sameChanges([of(0, '406095609952'), of(1, '777777777777')])).toEqual([]);
  });
});

describe('plans of several scopes on the terminal', () => {
  const told = (reports: readonly ScopeReport[], format: 'text' | 'markdown'): string =>
    renderPlans(reports, format, { command: 'plan', color: false, width: 200 });
  const other = scope({ index: 300, action: 's3:putobject' });

  it('have what is the same once, with what differs, and below it what is of one scope alone', () => {
    const text = told(
      [0, 1, 2].map((index) => scope({ index, bucket: `bucket-${index % 2}` })).concat(other),
      'text',
    );
    const [above = '', ...each] = text.split('rolekeeper plan: ');
    expect(above).toContain('reader: the same in 3 scopes, in each 1 to create');
    expect(above).toContain(
      '  What differs:\n    ${BucketName}: bucket-0 in 2, bucket-1\n    ${ExternalId}, an external id of each scope\n',
    );
    expect(above).toContain('In desired/acct-000, desired/acct-001, desired/acct-002\n');
    expect(above.match(/s3:getobject/g)).toHaveLength(1);
    expect(each).toHaveLength(4);
    for (const one of each.slice(0, 3)) {
      expect(one).toContain('reader: 1 to create, as in 3 scopes: see above');
      expect(one).toContain('Plan: 1 to create, 0 to update, 0 to delete.');
      expect(one).not.toContain('s3:');
    }
    expect(each[3]).toContain('s3:putobject');
    expect(text).not.toMatch(/vendor:ext:0|No changes/);
  });

  it('are as the comment in markdown, with nothing left out', () => {
    const text = told([...Array.from({ length: 90 }, (_, index) => scope({ index })), other], 'markdown');
    expect(text).toContain('## IAM plan of 91 scopes: 91 to create');
    expect(text).toContain('### The same in 90 scopes: `reader`');
    expect(text.match(/see above/g)).toHaveLength(90);
    expect(text).not.toMatch(/No changes|no room/);
  });

  it('are one after the other where nothing is the same', () => {
    const text = told([scope({ index: 0 }), other], 'text');
    expect(text.startsWith('rolekeeper plan: ')).toBe(true);
    expect(text).not.toContain('the same in');
  });
});

describe('the comment on many scopes', () => {
  const reports = Array.from({ length: 300 }, (_, index) => scope({ index }));
  const failed: FailedScope[] = [
    {
      directory: 'desired/broken',
      account: '999999999999',
      reason: 'access-denied',
      message: 'the role cannot be assumed',
    },
  ];

  it('fits, with what failed on top, then the table, then what is the same in all of them', () => {
    const text = render(reports, failed);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text.split('\n')[0]).toBe(
      '## IAM plan of 301 scopes: 300 to create, 0 to update, 0 to delete · **1 failed**',
    );
    expect(text.split('\n').slice(1, 4).join('\n')).toContain('**Failed:** `desired/broken`');
    expect(text).toContain('### The same in 300 scopes: `reader`');
    expect(text).toContain('scopes, the worst first');
  });

  it.each([1_500, 4_000, 12_000, 30_000])('says what it leaves out within %d characters', (limit) => {
    const text = render(reports, failed, limit);
    expect(text.length).toBeLessThanOrEqual(limit);
    expect(text).toContain('1 failed');
    expect(text).toMatch(/have no room here/);
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
  });

  it('shows the worst scope first', () => {
    const blocked = scope({
      index: 5,
      bucket: 'x',
      more: [
        entry('role/gone', {
          action: 'delete',
          cause: 'change',
          blockers: [
            { code: 'unacknowledged-deletion', message: 'it is not acknowledged', hint: 'write it' },
          ],
        }),
      ],
    });
    const text = render([scope({ index: 1 }), scope({ index: 2 }), blocked]);
    const rows = text.split('\n').filter((row) => row.startsWith('| `desired'));
    expect(rows[0]).toContain('acct-005');
    expect(text.indexOf('<code>desired/acct-005</code>')).toBeLessThan(
      text.indexOf('<code>desired/acct-001</code>'),
    );
  });

  it('never says of a scope whose changes stand above that there are none', () => {
    const calm = integration('calm', []);
    const reports = [1, 2].map((index) => {
      const own = scope({ index });
      return { ...own, plan: { ...own.plan, integrations: [...own.plan.integrations, calm] } };
    });
    const text = render(reports);
    expect(text.match(/see above/g)).toHaveLength(2);
    expect(text).not.toContain('No changes');
  });

  it('has one line for scopes with nothing to do, and shows no data as markup', () => {
    const calm = {
      ...scope({ index: 7 }),
      plan: plan({ account: accountOf(7), integrations: [integration('reader', [])] }),
    };
    const hostile = scope({ index: 8, directory: 'desired/</summary><b>@all' });
    const text = render([calm, hostile]);
    expect(text).toContain('1 scope with nothing to do.');
    expect(text).toContain('<code>desired/&lt;/summary&gt;&lt;b&gt;&#64;all</code>');
  });
});
