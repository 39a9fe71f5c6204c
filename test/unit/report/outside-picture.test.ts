import { describe, expect, it } from '@jest/globals';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import type { Party } from '../../../src/model/inventory.ts';
import type { OutsideReach, OutsideView, OutsideWay } from '../../../src/model/outside.ts';
import { rankedCautions } from '../../../src/report/cautions.ts';
import { outsidePicture } from '../../../src/report/outside-picture.ts';
import { added, entry, field, integration, plan, trust } from './plan-builders.ts';

const vendor = (name: string, account = '464622532012'): Party => ({
  party: 'vendor',
  name,
  account,
  origin: 'settings',
});
const way = (party: Party, becomes: OutsideWay['becomes'] = 'new'): OutsideWay => ({
  party,
  principal: 'AWS:arn:aws:iam::464622532012:root',
  proof: { proof: 'none' },
  becomes,
});
const trusts = field('AssumeRolePolicyDocument', {
  after: {},
  statements: added(trust(['AWS:arn:aws:iam::999988887777:root'])),
});
const reach = (
  level: OutsideReach['level'],
  becomes: OutsideReach['becomes'] = 'new',
  actions: readonly string[] = ['s3:GetObject'],
): OutsideReach => ({ level, actions, more: 0, becomes });
const picture = (own: AssessedPlan, lines = 0): string => outsidePicture(own, rankedCautions(own), lines);
const drawn = (...views: readonly OutsideView[]): string =>
  picture(
    plan({
      integrations: views.map((outside, index) =>
        integration(`i${index}`, [entry(`role/r${index}`, { action: 'update', outside })]),
      ),
    }),
  );
const lines = (text: string): readonly string[] => text.split('\n');

describe('the picture of a plan', () => {
  it('has who outside reaches what through which role, with what is new and what is lost', () => {
    const text = drawn({
      ways: [way(vendor('Datadog')), way({ party: 'unknown-account', account: '999988887777' }, 'lost')],
      reach: [reach('data'), reach('everything', 'lost'), reach('reads', 'kept')],
    });
    expect(lines(text).filter((line) => / (?:==>|-\.->|-->)/.test(line))).toEqual([
      'p1 ==>|"new: no proof"| r0',
      'p2 -.->|"lost: no proof"| r0',
      'r0 ==>|"new"| t3',
      'r0 -.->|"lost"| t4',
      'r0 --> t5',
    ]);
    expect(text).toContain('linkStyle 0,2 stroke:#d1242f');
    expect(text).toContain('linkStyle 1,3 stroke:#848d97');
  });

  it('has a box for all that is new and one for all that stays, each level by its gravest actions', () => {
    const text = drawn({
      ways: [way(vendor('Datadog'), 'kept')],
      reach: [
        reach('rights', 'new', ['iam:PassRole', 's3:PutObjectAcl', 's3:PutBucketAcl']),
        reach('data', 'new'),
        reach('writes', 'kept', ['ec2:RunInstances', 'ec2:StopInstances']),
        { ...reach('reads', 'kept', ['ec2:DescribeInstances']), more: 190 },
      ],
    });
    expect(text).toContain(
      '["gives rights:<br>iam:PassRole<br>s3:PutObjectAcl +1<br>reads data:<br>s3:GetObject"]',
    );
    expect(text).toContain('["writes:<br>ec2:RunInstances +1<br>reads: 191 actions"]');
  });

  it('is drawn in rows where it would be shrunk, what opens first', () => {
    const view = (becomes: OutsideReach['becomes']): OutsideView => ({
      ways: [way(vendor('Datadog'), 'kept')],
      reach: [reach('data', becomes), reach('writes', 'kept')],
    });
    const rows = drawn(view('lost'), view('new')).split('flowchart TB').slice(1);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('role/r1');
    expect(rows[1]).toContain('role/r0');
  });

  it('says with which subject where that is what changes', () => {
    const provider: Party = { party: 'identity-provider', name: 'GitHub Actions', provider: 'x' };
    const by = (subject: string, becomes: OutsideWay['becomes']): OutsideWay => ({
      ...way(provider, becomes),
      proof: { proof: 'subject', lines: [{ operator: 'StringLike', key: 'x:sub', values: [subject] }] },
    });
    const text = drawn({
      ways: [by('repo:acme/*', 'new'), by('repo:acme/infra:*', 'lost'), way(provider)],
      reach: [reach('writes', 'kept')],
    });
    expect(text).toContain('|"new: repo:acme/#42;"|');
    expect(text).toContain('|"lost: repo:acme/infra:#42;"|');
    expect(text).toContain('|"new: any subject"|');
  });

  it('has one party once, whatever roles it comes in by', () => {
    const view = { ways: [way(vendor('Datadog'))], reach: [reach('data')] };
    expect(drawn(view, view, view).match(/\["Datadog/g)).toHaveLength(1);
  });

  it.each([
    ['one sentence says the same', [{ ways: [way(vendor('Datadog'))], reach: [reach('data')] }]],
    [
      'only what describes things moves',
      [{ ways: [way(vendor('A'), 'kept')], reach: [reach('data', 'kept'), reach('reads')] }],
    ],
    ['nothing is new or lost', [{ ways: [way(vendor('A'), 'kept')], reach: [reach('data', 'kept')] }]],
    ['what the roles reach is not known', [{ ways: [way(vendor('A')), way(vendor('B')), way(vendor('C'))] }]],
    [
      'it would not fit',
      Array.from({ length: 12 }, (_, index) => ({
        ways: [way(vendor(`V${index}`, String(100_000_000_000 + index)))],
        reach: [reach('data'), reach('writes')],
      })),
    ],
    [
      'more parties than can stand beside each other come in',
      [{ ways: [1, 2, 3, 4, 5].map((at) => way(vendor(`V${at}`))), reach: [reach('data')] }],
    ],
    [
      'it would be too long',
      [
        {
          ways: [way(vendor('A'))],
          reach: Array(100).fill(reach('data', 'new', ['x'.repeat(60), 'y'.repeat(60)])),
        },
      ],
    ],
  ] satisfies readonly (readonly [string, readonly OutsideView[]])[])('is left out where %s', (_why, views) =>
    expect(drawn(...views)).toBe(''),
  );

  it('is not drawn of what only reverts an edit', () => {
    const outside = { ways: [way(vendor('A'))], reach: [reach('data'), reach('writes')] };
    const reverted = entry('role/r', { action: 'update', cause: 'drift', drift: 'modified', outside });
    expect(picture(plan({ integrations: [integration('a', [reverted])] }))).toBe('');
  });

  it('is not drawn of what the plan leaves alone', () => {
    const outside = { ways: [way(vendor('A'))], reach: [reach('data'), reach('writes')] };
    expect(picture(plan({ integrations: [integration('a', [entry('role/r', { outside })])] }))).toBe('');
  });

  it('says of which role nothing comes to be as it is blocked', () => {
    const outside = { ways: [way(vendor('A')), way(vendor('B'))], reach: [reach('data')] };
    const blockers = [{ code: 'findings', message: 'm', hint: 'h' }] as const;
    const blocked = entry('role/r', { action: 'update', outside, blockers });
    const held = integration('a', [entry('role/r', { action: 'update', outside })], { blockers });
    for (const own of [held, integration('a', [blocked])]) {
      const text = picture(plan({ integrations: [own] }));
      expect(text).toContain('(["role/r<br>blocked"])');
      expect(text).toContain('Blocked: not applied while that is so.');
    }
  });

  it('has the role first of which the worst caution is, whatever its name and whether it is blocked', () => {
    const known = { ways: [way(vendor('Datadog'), 'kept')], reach: [reach('data'), reach('writes', 'lost')] };
    const gone = { ways: [way(vendor('Datadog'), 'lost')], reach: [reach('data', 'lost')] };
    const own = plan({
      integrations: [
        integration('a', [entry('role/a', { action: 'update', outside: known })]),
        integration('b', [entry('role/b', { action: 'delete', outside: gone })]),
        integration(
          'c',
          [
            entry('role/c', {
              action: 'create',
              outside: {
                ways: [way({ party: 'unknown-account', account: '999988887777' })],
                reach: [reach('everything')],
              },
              letsIn: { anybody: false, strangers: ['999988887777'] },
              changes: [trusts],
            }),
          ],
          { blockers: [{ code: 'findings', message: 'm', hint: 'h' }] },
        ),
      ],
    });
    const roles = [...picture(own).matchAll(/role\/(\w)(?:<br>blocked)?"\]\)/g)].map(([, name]) => name);
    expect(roles).toEqual(['c', 'b', 'a']);
  });

  it('has as many rows as fit the first screen below the cautions, and names what it leaves out', () => {
    const wide = { ways: [way(vendor('A'), 'kept')], reach: [reach('data'), reach('writes', 'kept')] };
    const own = plan({
      integrations: [0, 1, 2].map((at) =>
        integration(`i${at}`, [entry(`role/r${at}`, { action: 'update', outside: wide })]),
      ),
    });
    const rowsBelow = (cautionLines: number): number =>
      picture(own, cautionLines).split('flowchart TB').length - 1;
    expect([0, 1, 8, 40].map(rowsBelow)).toEqual([2, 1, 1, 1]);
    expect(picture(own, 8)).toContain('Not drawn: `role/r1`, `role/r2`.');
  });

  it('has of a role that is closed to the outside who loses it, and not what it could do', () => {
    const text = drawn({
      ways: [way(vendor('A'), 'lost'), way(vendor('B'), 'lost'), way(vendor('C'), 'lost')],
      reach: [reach('rights', 'lost', ['iam:PassRole']), reach('data', 'lost')],
    });
    expect(text.match(/lost: no proof/g)).toHaveLength(3);
    expect(text).not.toContain('iam:PassRole');
  });

  it('is the same diagram whatever names are in it', () => {
    const hostile = [
      'x"] --> y["',
      'end\nclick r0 call alert(1)',
      '`**b**`',
      '%%{init: {"theme": "x"}}%%',
      '<script>alert(1)</script>',
      ']):::new; classDef new fill:#f00',
      '```\n# not code',
    ];
    for (const name of hostile) {
      const text = drawn({
        ways: [way(vendor(name)), way({ party: 'unclear', principal: name })],
        reach: [reach('data', 'new', [name])],
      });
      expect(lines(text)).toHaveLength(15);
      expect(lines(text)[1]).toMatch(/^%%\{init: \{"flowchart": \{[a-zA-Z":0-9, ]+\}\}\}%%$/);
      const drawing = lines(text).slice(2).join('\n');
      expect(drawing.match(/"/g)).toHaveLength(14);
      expect(text.match(/`/g)).toHaveLength(6);
      expect(drawing.replaceAll('<br>', '').replaceAll('</sub>', '').replaceAll('<sub>', '')).not.toMatch(
        /<|%|\{/,
      );
    }
  });
});
