import { describe, expect, it } from '@jest/globals';
import { guardedBy, guardsFor, newFolder, vanishedFolders } from '../../../src/review/base-guards.ts';
import { changedGuards } from '../../../src/review/changed-guards.ts';
import { changedIn } from '../../../src/review/changed-integrations.ts';
import { cautionLines } from '../../../src/report/caution-lines.ts';
import { parseScope } from '../../../src/desired/parse-scope.ts';
import type { Scope } from '../../../src/model/integration.ts';
import { roleFile, settings } from '../../e2e/action/desired-files.ts';
import { scopeOf } from '../action/scopes.ts';

describe('the guards of the base branch', () => {
  const base = scopeOf([{ name: 'one' }], 'maxDeletes: 1\nrequireReview: approval\n');

  it('replace those of the pull request, and nothing else', () => {
    const own = scopeOf([{ name: 'one' }], 'maxDeletes: 50\nrequireReview: none\nstackPrefix: x-\n');
    expect(guardedBy(own, base.settings).settings).toEqual({
      ...own.settings,
      maxDeletes: 1,
      requireReview: 'approval',
    });
  });

  it('are those that the base branch does not set, too', () => {
    const own = scopeOf([{ name: 'one' }], 'requireReview: none\n');
    const { settings } = guardedBy(own, scopeOf([{ name: 'one' }]).settings);
    expect(settings.requireReview).toBeUndefined();
  });

  it('are the stricter level of every rule, and only the accounts that both call their own', () => {
    const own = scopeOf(
      [{ name: 'one' }],
      'rules: { full-admin: off, user-credentials: error }\nownAccounts: ["444455556666", "555566667777"]\n',
    );
    const before = scopeOf(
      [{ name: 'one' }],
      'rules: { full-admin: warning }\nownAccounts: ["444455556666"]\n',
    );
    expect(guardedBy(own, before.settings).settings).toMatchObject({
      rules: { 'full-admin': 'warning', 'user-credentials': 'error', 'trust-anybody': 'error' },
      ownAccounts: ['444455556666'],
    });
    expect(guardedBy(own, base.settings).settings).toMatchObject({
      rules: { 'full-admin': 'error' },
      ownAccounts: [],
    });
  });

  it('are the own roles of both: a pull request takes none off the list', () => {
    const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
    const before = scopeOf([{ name: 'one' }], `cloudFormationRole: ${role('old')}\n`).settings;
    const own = scopeOf([{ name: 'one' }], `cloudFormationRole: ${role('new')}\nownRoles: []\n`);
    expect(guardedBy(own, before).settings.ownRoles).toEqual([
      'new',
      'old',
      'rolekeeper-apply',
      'rolekeeper-cloudformation',
      'rolekeeper-drift',
      'rolekeeper-plan',
    ]);
  });

  it('are the defaults where the base branch has no settings: a new folder is no way around a rule', () => {
    const own = scopeOf(
      [{ name: 'one' }],
      'rules: { full-admin: off }\nmaxDeletes: 50\nrequireReview: none\n',
    );
    expect(guardedBy(own, guardsFor(own, [])).settings).toMatchObject({
      maxDeletes: 3,
      requireReview: 'plan',
      rules: { 'full-admin': 'error' },
    });
    const said = cautionLines(newFolder(own, [])).join('\n');
    expect(said).toMatch(/is new; .*the defaults judge/);
    expect(said).toContain('requireReview `none`, maxDeletes `50`');
  });

  it('are the strictest that the base has anywhere for a folder that is new or was moved', () => {
    const folder = (directory: string, more: string) => ({
      directory,
      settings: scopeOf([{ name: 'one' }], more).settings,
    });
    const folders = [
      folder(
        'desired/a',
        'stackPrefix: a-\nrequireReview: approval\nmaxDeletes: 7\nownAccounts: ["444455556666"]\n',
      ),
      folder('desired/b', 'stackPrefix: b-\nrules: { wildcard-write: error }\nmaxDeletes: 0\n'),
    ];
    const strictest = {
      requireReview: 'approval',
      maxDeletes: 0,
      rules: expect.objectContaining({ 'wildcard-write': 'error' }),
      ownAccounts: [],
    };
    const loose = 'requireReview: none\nmaxDeletes: 1000\nownAccounts: ["444455556666"]\n';
    const added = { ...scopeOf([{ name: 'x' }], `stackPrefix: c-\n${loose}`), directory: 'desired/c' };
    expect(guardsFor(added, folders)).toMatchObject({ ...strictest, stackPrefix: 'c-' });
    expect(cautionLines(newFolder(added, folders)).join('\n')).toMatch(/is new;[^]*`c-`[^]*`none`.*`1000`/);
    const moved = { ...scopeOf([{ name: 'x' }], `stackPrefix: a-\n${loose}`), directory: 'desired/prod/a' };
    expect(guardsFor(moved, folders)).toMatchObject(strictest);
    expect(cautionLines(newFolder(moved, folders))[0]).toMatch(/`desired\/prod\/a` was `desired\/a`/);
    const renamed = { ...scopeOf([{ name: 'x' }], `stackPrefix: z-\n${loose}`), directory: 'desired/a' };
    expect(guardsFor(renamed, folders)).toMatchObject(strictest);
    const same = { ...scopeOf([{ name: 'x' }], `stackPrefix: a-\n${loose}`), directory: 'desired/a' };
    expect(guardsFor(same, folders)).toBe(folders[0]?.settings);
    expect(newFolder(same, folders)).toEqual([]);
  });

  it('miss a folder whose stacks no other one is about', () => {
    const folder = (directory: string, more: string) => ({
      directory,
      settings: scopeOf([{ name: 'one' }], more).settings,
    });
    const folders = [folder('desired/a', 'stackPrefix: a-\n'), folder('desired/b', 'stackPrefix: b-\n')];
    const scope = (directory: string, more: string) => ({ ...scopeOf([{ name: 'x' }], more), directory });
    const gone = (...scopes: readonly ReturnType<typeof scope>[]) =>
      vanishedFolders(folders, scopes).map(({ directory }) => directory);
    expect(gone(scope('desired/a', 'stackPrefix: a-\n'))).toEqual(['desired/b']);
    expect(gone(scope('x', 'stackPrefix: b-\n'), scope('y', 'stackPrefix: a-\n'))).toEqual([]);
    expect(gone(scope('desired/a', 'stackPrefix: c-\n'), scope('desired/b', 'stackPrefix: b-\n'))).toEqual([
      'desired/a',
    ]);
  });

  it('are named rule by rule where the pull request changes a level', () => {
    const own = scopeOf(
      [{ name: 'one' }],
      'rules: { full-admin: off, trust-anybody: error }\nownAccounts: ["444455556666"]\n',
    );
    const settings = { everything: true, settings: true, integrations: [] };
    const before = scopeOf([{ name: 'one' }]);
    const judged = 'this pull request is judged by the stricter one';
    expect(cautionLines(changedGuards(own, { scope: before, settings: before.settings }, settings))).toEqual([
      `**Changes a rule level:** \`full-admin\` was error, becomes off; ${judged}`,
      expect.stringContaining('`ownAccounts` was `not set`, becomes `["444455556666"]`'),
    ]);
  });

  it('are named where the pull request changes them, with exceptions that it adds', () => {
    const more = `observe: true
hold: [{ address: role/one, drift: 0123456789abcdef, reason: incident 7, until: '2027-01-01' }]
ignore: [{ address: role/one, field: Description, reason: a robot writes it }]
exceptions:
  - { rule: full-admin, address: role/one, reason: "read by nobody", until: '2027-02-01' }
  - { rule: trust-anybody, address: role/one, reason: a public data set }
`;
    const own = scopeOf([{ name: 'one', more }], 'maxDeletes: 1\n');
    const all = { everything: true, settings: true, integrations: ['one'] };
    const lines = cautionLines(changedGuards(own, { scope: base, settings: base.settings }, all));
    expect(lines).toEqual([
      expect.stringContaining('`requireReview` was `approval`, becomes `not set`'),
      '**Makes an exception:** `full-admin` for `role/one` in `one` until `2027-02-01`: `read by nobody`',
      '**Makes an exception:** `trust-anybody` for `role/one` in `one`: `a public data set`',
      '**Stops applying:** `one` is only observed',
      '**Stops comparing:** `Description` of `role/one` in `one`: `a robot writes it`',
      '**Holds drift:** `role/one` in `one` until `2027-01-01`: `incident 7`',
    ]);
    expect(changedGuards(own, { scope: own, settings: own.settings }, all)).toEqual([]);
  });
});

describe('a file that the scope includes', () => {
  const text = roleFile({ name: 'shared' });
  const scope = (file: string, more = '', content = text) => {
    const files = [
      {
        name: 'rolekeeper.yaml',
        file: 'desired/prod/rolekeeper.yaml',
        text: settings(`include:\n  - file: ${file}\n${more}`),
      },
    ];
    const shared = new Map([[file, { name: 'shared.yaml', file: `desired/${file}`, text: content }]]);
    const parsed = parseScope({ directory: 'desired/prod', files, shared });
    if (parsed.scope === undefined) throw new Error(JSON.stringify(parsed.diagnostics));
    return parsed.scope;
  };
  const said = (own: Scope, base: Scope, ...paths: string[]) =>
    cautionLines(
      changedGuards(own, { scope: base, settings: base.settings }, changedIn(own, { paths, complete: true })),
    );
  const before = scope('_shared/shared.yaml');

  it('is what a pull request is about that changes it, in each scope that includes it', () => {
    const paths = ['desired/_shared/shared.yaml', 'desired/_shared/other.yaml'];
    expect(changedIn(before, { paths, complete: true })).toEqual({
      everything: false,
      settings: false,
      integrations: ['shared'],
    });
  });

  it('has its cautions like a file of the folder', () => {
    const own = scope('_shared/shared.yaml', '', `${text}observe: true\n`);
    expect(said(own, before, 'desired/_shared/shared.yaml')).toEqual([
      '**Stops applying:** `shared` is only observed',
    ]);
  });

  it('does not change behind an include that leads to another file, which no pull request has to touch', () => {
    const own = scope('_other/shared.yaml', '', `${text}observe: true\n`);
    expect(said(own, before, 'desired/prod/rolekeeper.yaml')).toEqual([
      expect.stringMatching(/include of `_other\/shared\.yaml` is new/),
      expect.stringMatching(/include of `_shared\/shared\.yaml` is gone/),
      '**Stops applying:** `shared` is only observed',
    ]);
  });

  it('has a caution for parameters by their names: the values may be external ids', () => {
    const used = text.replace('vendor:ext:4k2vq8m1t7', '${Id}');
    const of = (id: string, more = '') =>
      scope('_shared/shared.yaml', `    parameters: { Id: ${id} }\n${more}`, used);
    const own = of('vendor-two-4k2vq8m1t7', '    observe: true\n');
    const lines = said(own, of('vendor-one-4k2vq8m1t7'), 'desired/prod/rolekeeper.yaml');
    expect(lines[0]).toMatch(/include of `_shared\/shared\.yaml` changes `Id, observe`/);
    expect(lines.join()).not.toContain('4k2vq8m1t7');
  });
});

describe('what a pull request is about', () => {
  const touched = (...paths: string[]) => changedIn({ directory: 'desired' }, { paths, complete: true });

  it('is the integrations whose files changed', () => {
    expect(
      touched(
        'desired/b.yaml',
        'desired/a.yml',
        'README.md',
        'desired/notes.md',
        'desired/x/c.yaml',
        'other/d.yaml',
      ),
    ).toEqual({
      everything: false,
      settings: false,
      integrations: ['a', 'b'],
    });
  });

  it('is everything when the settings changed, when GitHub cut the list, and when the list is unknown', () => {
    expect(touched('desired/rolekeeper.yml')).toMatchObject({ everything: true, settings: true });
    expect(changedIn({ directory: 'desired' }, { paths: [], complete: false })).toMatchObject({
      everything: true,
    });
    expect(changedIn({ directory: 'desired' }, undefined)).toMatchObject({
      everything: true,
      settings: true,
    });
  });

  it('is told for a scope in the root of the repository', () => {
    expect(
      changedIn({ directory: '.' }, { paths: ['a.yaml', 'x/b.yaml'], complete: true }).integrations,
    ).toEqual(['a']);
  });
});
