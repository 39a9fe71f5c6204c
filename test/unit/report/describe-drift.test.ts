import { describe, expect, it } from '@jest/globals';
import type { AccessDelta, Permission } from '../../../src/model/access.ts';
import { describeDrift } from '../../../src/report/describe-drift.ts';
import { driftSections } from '../../../src/report/markdown-drift-section.ts';
import { driftRemedies, driftRemediesBlock } from '../../../src/report/drift-remedies.ts';
import { driftItemsOf } from '../../../src/report/drift-items.ts';
import { sayDriftAnswer } from '../../../src/report/merge-answer.ts';
import { entry, field, integration, plan } from './plan-builders.ts';

const read: Permission = {
  service: 's3',
  exceptServices: [],
  every: false,
  actions: ['GetObject', 'GetObjectAcl', 'GetObjectTagging', 'GetObjectTorrent', 'GetObjectVersion'],
  exceptActions: [],
  levels: ['Read'],
  on: ['*'],
  alsoOn: [],
  notOn: [],
  when: [],
  except: [],
};
const drifted: AccessDelta = {
  gains: [read],
  loses: [],
  mayGain: [],
  mayLose: [],
  unread: [],
  awsManaged: [],
};
const edited = entry('role/edited', {
  action: 'update',
  cause: 'drift',
  drift: 'modified',
  changes: [field('Description', { cause: 'drift', before: 'a', after: 'b' })],
  drifted,
});

describe('one drifted resource', () => {
  it('says of what the edit moved that the edit did it, and not of where the rest is listed', () => {
    const [item] = driftItemsOf(plan({ integrations: [integration('a', [edited])] }));
    const texts = describeDrift(item!, 'brief').map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('by the edit, '))).toEqual([
      'by the edit, role/edited gains Read on every s3 resource: GetObject, GetObjectAcl (+3)',
    ]);
    expect(texts).toContain('what matters most; --details lists all of it');
  });
});

describe('drift in what IAM fixes when a resource is made', () => {
  const blockers = [{ code: 'replacement', message: 'Path cannot be changed', hint: 'release it' }] as const;
  const location = { file: 'desired/a.yaml', line: 9, column: 1 };
  const changes = [
    field('Path', { cause: 'drift', before: '/app/', after: '/', location, fingerprint: 'f1' }),
  ];
  const drift = { action: 'update', cause: 'drift', drift: 'modified', changes } as const;
  const items = (parts: object) =>
    driftItemsOf(plan({ integrations: [integration('a', [entry('role/r', { ...drift, ...parts })])] }));

  it('is not offered to be accepted: the stack cannot take it over, and the blocker says what to do', () => {
    const texts = driftRemedies(items({ blockers })[0]!).map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('accept:'))).toEqual([]);
    expect(texts.join(' ')).toContain('release it');
    expect(driftRemedies(items({})[0]!).map(({ text }) => text)).toContain(
      'accept: write Path: "/app/" at desired/a.yaml:9',
    );
  });

  it('is not offered in the issue either', () => {
    const block = driftRemediesBlock(items({ blockers }), 60_000);
    expect(block).not.toContain('Path: /app/');
    expect(block).toContain('it was made anew and cannot be accepted in place');
    expect(driftRemediesBlock(items({}), 60_000)).toContain('Path: /app/');
  });
});

describe('what merging does about the drift', () => {
  it('is said of an edit of the stack too, which counts as drift', () => {
    const stack = entry('role/stack', {
      action: 'update',
      cause: 'change',
      changes: [field('Description', { before: 'a', after: 'b' })],
    });
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const stackOrigin = { origin: 'edited', commit, addresses: ['role/stack'] } as const;
    const blockers = [{ code: 'findings', message: 'm', hint: 'h' }] as const;
    const other = integration('b', [edited], { blockers });
    const both = plan({ integrations: [integration('a', [stack], { stackOrigin }), other] });
    expect(sayDriftAnswer(both)).toBe('(merging reverts 1 of them)');
  });

  it('has a part of the comment for a stack that was edited, with what merging does about it', () => {
    const changes = [field('Description', { before: 'a', after: 'b' })];
    const stack = entry('role/stack', { action: 'update', cause: 'change', changes });
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const stackOrigin = { origin: 'edited', commit, addresses: ['role/stack'] } as const;
    const origins = (own: typeof stackOrigin | undefined) =>
      driftSections(
        plan({
          integrations: [integration('a', [stack], own === undefined ? {} : { stackOrigin: own })],
        }),
      );
    expect(origins(undefined)).toEqual([]);
    const [section] = origins(stackOrigin);
    expect(section?.group).toBe('### Drift that this pull request did not cause');
    expect(section?.items[0]).toContain('`role/stack` in `a`: edited · **merging reverts it**');
    expect(section?.details).toContain('the stack was edited outside');
    expect(section?.details).toContain('description');
  });
});
