import { describe, expect, it } from '@jest/globals';
import type { AccessDelta, AssumeGrant, Permission } from '../../../src/model/access.ts';
import type { AssessedEntry } from '../../../src/model/assessment.ts';
import type { Caution } from '../../../src/model/caution.ts';
import type { Party, Proof } from '../../../src/model/inventory.ts';
import { cautionLines } from '../../../src/report/caution-lines.ts';
import { cautionsOf } from '../../../src/report/cautions.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import {
  added,
  allow,
  entry,
  field,
  integration,
  line,
  LOGZIO,
  plan,
  removed,
  trust,
} from './plan-builders.ts';

const blockers = [{ code: 'replacement', message: 'cannot do it', hint: 'h' }] as const;
const cautions = (entries: readonly AssessedEntry[]): readonly string[] =>
  cautionLines(cautionsOf(plan({ integrations: [integration('a', entries)] })));
const trusts = (...principals: readonly string[]) =>
  field('AssumeRolePolicyDocument', { after: {}, statements: added(trust(principals)) });
const everything = field('Policies', { member: 'p', after: {}, statements: added(allow(['*'], ['*'])) });
const administrator = 'arn:aws-cn:iam::aws:policy/AdministratorAccess';

const gaining = (limits: Partial<Permission>): AccessDelta => ({
  gains: [
    {
      service: '*',
      exceptServices: [],
      levels: [],
      actions: [],
      every: true,
      exceptActions: [],
      on: ['*'],
      alsoOn: [],
      notOn: [],
      when: [],
      except: [],
      ...limits,
    },
  ],
  loses: [],
  mayGain: [],
  mayLose: [],
  unread: [],
  awsManaged: [],
});

const cases: readonly [string, Partial<AssessedEntry>, readonly string[]][] = [
  ['of a deletion', { action: 'delete', cause: 'change' }, ['**Deletes:** `role/x` in `a`']],
  [
    'of a deletion that is blocked',
    { action: 'delete', cause: 'change', blockers },
    ['**Deletes:** `role/x` in `a`, once nothing blocks it', '**Blocked:** `role/x`: cannot do it'],
  ],
  [
    'of widened trust',
    { action: 'update', changes: [trusts(LOGZIO)] },
    ['**Widens who can assume a role:** `role/x` in `a`'],
  ],
  [
    'of a new role that anybody may assume',
    { action: 'create', changes: [trusts('*')] },
    ['**Lets anyone assume a role:** `role/x` in `a`'],
  ],
  ['not of a new role that trusts its vendor', { action: 'create', changes: [trusts(LOGZIO)] }, []],
  [
    'of everything but a service, with what it is limited to',
    {
      action: 'create',
      changes: [everything],
      access: gaining({
        exceptServices: ['iam'],
        when: [line('Bool', 'aws:MultiFactorAuthPresent', 'true')],
      }),
    },
    ['**Allows everything:** `role/x` in `a`, but for the actions of `iam`, only with MFA'],
  ],
  ['of everything', { action: 'create', changes: [everything] }, ['**Allows everything:** `role/x` in `a`']],
  [
    'of trust of which cannot be said how it changes',
    {
      action: 'update',
      changes: [field('AssumeRolePolicyDocument', { before: {}, after: {}, statements: [] })],
    },
    ['**Changes who can assume a role, in a way that cannot be judged:** `role/x` in `a`'],
  ],
  [
    'of an administrator',
    {
      action: 'update',
      changes: [field('ManagedPolicyArns', { member: administrator, after: administrator })],
    },
    ['**Allows everything:** `role/x` in `a`'],
  ],
  [
    'not of what is taken away',
    {
      action: 'update',
      changes: [
        { ...everything, statements: removed(allow(['*'], ['*'])) },
        field('ManagedPolicyArns', { member: administrator, before: administrator }),
      ],
    },
    [],
  ],
  [
    'not of drift that stays, in the part about the pull request',
    {
      action: 'update',
      cause: 'drift',
      drift: 'modified',
      blockers,
      changes: [{ ...trusts(LOGZIO), cause: 'drift' }],
    },
    [],
  ],
  [
    'of drift whose revert gives access back',
    { action: 'update', cause: 'drift', drift: 'modified', changes: [{ ...trusts(LOGZIO), cause: 'drift' }] },
    ['**Widens who can assume a role:** `role/x` in `a`'],
  ],
];

describe('a reviewer is cautioned', () => {
  it.each(cases)('%s', (_name, parts, expected) =>
    expect(cautions([entry('role/x', parts)])).toEqual(expected),
  );

  it('of a role that the trust opens to, though its ARN begins with that of another one that is told', () => {
    const role = (name: string): string => `AWS:arn:aws:iam::999988887777:role/${name}`;
    const grant = (on: string, when: AssumeGrant['when']): AssumeGrant => ({
      on: [on],
      alsoOn: [],
      notOn: [],
      when,
      except: [],
      actions: ['AssumeRole'],
      beyond: [],
    });
    const gains = [grant(role('a'), []), grant(role('ab'), [line('Bool', 'aws:SecureTransport', 'true')])];
    const nothing = { gains: [], loses: [], mayGain: [], mayLose: [] };
    const said = cautions([
      entry('role/x', {
        action: 'update',
        changes: [trusts(role('a'))],
        access: { ...nothing, unread: [], awsManaged: [], trust: { ...nothing, gains, proofs: [] } },
        outside: {
          ways: [
            {
              party: { party: 'own-account', account: '999988887777' },
              principal: role('a'),
              proof: { proof: 'none' },
              becomes: 'new',
            },
          ],
        },
      }),
    ]);
    expect(said).toEqual([expect.stringContaining('role/a'), expect.stringContaining('role/ab')]);
  });

  it('of another role that an instance profile gives, and not of one that is made with it', () => {
    const given = field('Roles', { member: 'Admin', after: 'Admin' });
    const profile = entry('instance-profile/x', { action: 'update', changes: [given] });
    expect(cautions([profile])).toEqual([
      '**Widens who can assume a role:** `instance-profile/x` newly gives its instances `role/Admin`, in `a`',
    ]);
    expect(cautions([profile, entry('role/admin', { action: 'create' })])).toEqual([]);
    const gone = { ...profile, changes: [field('Roles', { member: 'Admin', before: 'Admin' })] };
    expect(cautions([gone])).toEqual([]);
  });

  it('of every sort of danger, however many there are of one', () => {
    const deletions = Array.from({ length: 30 }, (_, index) => entry(`role/r${index}`, { action: 'delete' }));
    const items = cautions([...deletions, entry('role/x', { action: 'create', changes: [everything] })]);
    expect(items[0]).toContain('**Allows everything:**');
    expect(items[1]).toContain('**Deletes (30):** `role/r0`, `role/r1`');
    expect(items.join(' ')).toContain('`role/r29`');
  });
});

describe('of one kind, the worst comes first', () => {
  const coming = (name: string, party: Party, proof: Proof, more: Partial<AssessedEntry> = {}) =>
    integration(name, [
      entry(`role/${name}`, {
        action: 'update',
        changes: [trusts(VENDOR)],
        outside: { ways: [{ party, principal: VENDOR, proof, becomes: 'new' }] },
        ...more,
      }),
    ]);
  const VENDOR = 'AWS:arn:aws:iam::999988887777:root';
  const vendor: Party = { party: 'vendor', name: 'V', account: '999988887777', origin: 'settings' };
  const unknown: Party = { party: 'unknown-account', account: '999988887777' };
  const id: Proof = { proof: 'external-id', lines: [line('StringEquals', 'sts:ExternalId', 'x')] };
  const all = plan({
    integrations: [
      coming('a', vendor, id),
      coming('b', vendor, id, { privileges: [{ kind: 'data', certain: true, actions: ['s3:GetObject'] }] }),
      coming('c', unknown, id),
      coming('d', unknown, { proof: 'none' }),
    ],
  });

  it('no proof comes before some, an unknown account before a vendor, and of these what reaches further', () => {
    const order = cautionsOf(all).flatMap(({ kind, integration: name }) =>
      kind === 'wider-trust' ? [name] : [],
    );
    expect(order).toEqual(['d', 'c', 'b', 'a']);
  });

  it('in the table and the sections as in the caution', () => {
    const text = renderPlan(all, 'markdown', { command: 'plan', color: false });
    const rows = [...text.matchAll(/^(?:\| |#### )`(\w)`/gm)].map(([, name]) => name);
    expect(rows).toEqual(['d', 'c', 'b', 'a', 'd', 'c', 'b', 'a']);
  });
});

describe('the caution block', () => {
  const guards = (count: number): readonly Caution[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: index === count - 1 ? 'exception' : 'hold',
      subject: `role/r${index}`,
      words: [{ text: `role/r${index}` }, ': ', { text: 'x'.repeat(9_000) }],
    }));

  it('is not emptied by long reasons or by many lines: every kind is in it, none longer than 200 characters', () => {
    const strangers = entry('role/x', {
      action: 'update',
      changes: [trusts('AWS:arn:aws:iam::666666666666:root')],
      letsIn: { anybody: false, strangers: ['666666666666'] },
    });
    const lines = cautionLines(
      cautionsOf(plan({ cautions: guards(400), integrations: [integration('z', [strangers])] })),
    );
    expect(lines[0]).toContain('**Makes an exception:** `role/r399`');
    expect(lines.some((line) => line.includes('666666666666'))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(260);
    expect(lines.join(' ')).toContain('The same (398 more)');
  });

  it('names every outside account that no role trusted before, in a pull request of 300 integrations', () => {
    const accounts = Array.from({ length: 300 }, (_, index) => String(100_000_000_000 + index));
    const many = plan({
      integrations: accounts.map((account, index) =>
        integration(`vendor-${String(index).padStart(3, '0')}`, [
          entry(`role/v${index}`, {
            action: 'create',
            changes: [trusts(`AWS:arn:aws:iam::${account}:root`)],
            letsIn: { anybody: false, strangers: [account] },
          }),
        ]),
      ),
    });
    const text = renderPlan(many, 'markdown', { command: 'plan', color: false, limit: 65_536 });
    const fold = text.slice(0, text.indexOf('<details>'));
    expect(accounts.filter((account) => !fold.includes(account))).toEqual([]);
    expect(text.length).toBeLessThanOrEqual(65_536);
  });

  it('names every account that one role newly trusts, where all else about them is alike', () => {
    const accounts = Array.from({ length: 60 }, (_, index) => String(200_000_000_000 + index));
    const strangers = accounts.map((account): Caution => ({
      kind: 'stranger',
      subject: account,
      integration: 'vendor',
      words: [{ text: account }, ' can newly assume ', { text: 'role/one' }, ' in ', { text: 'vendor' }],
    }));
    const lines = cautionLines(strangers);
    expect(accounts.filter((account) => !lines.join(' ').includes(account))).toEqual([]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(260);
  });

  it('tells the first of many that differ whole, and the others by name', () => {
    const roles = Array.from({ length: 300 }, (_, index) => `role/own-${index}`);
    const strangers = roles.map((role): Caution => ({
      kind: 'stranger',
      subject: '406095609952',
      integration: role.slice(5),
      words: [{ text: 'Logz.io' }, ' can newly assume ', { text: role }, ' in ', { text: role.slice(5) }],
    }));
    expect(cautionLines(strangers)).toEqual([
      '**Trusted for the first time:** `Logz.io` can newly assume `role/own-0` in `own-0`',
      '**Trusted for the first time:** `Logz.io` can newly assume `role/own-1` in `own-1`',
      '**Trusted for the first time:** `Logz.io` can newly assume `role/own-2` in `own-2`',
      '**Trusted for the first time (297 more):** `406095609952`',
    ]);
  });

  it('is data in the JSON report', () => {
    const json = renderPlan(plan({ cautions: guards(3) }), 'json', { command: 'plan', color: false });
    const { cautions = [] } = JSON.parse(json) as { readonly cautions?: readonly Caution[] };
    expect(cautions.map(({ kind }) => kind)).toEqual(['exception', 'hold', 'hold']);
  });
});
