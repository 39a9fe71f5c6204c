import { describe, expect, it } from '@jest/globals';
import type { AssessedPlan } from '../../../src/model/assessment.ts';
import { renderPlan } from '../../../src/report/registry.ts';
import { entry, field, integration, plan } from './plan-builders.ts';

const quiet = plan({ integrations: [integration('a', [entry('role/a')])] });
const blocker = { code: 'replacement', message: 'm', hint: 'h' } as const;
const withEntry = (parts: Parameters<typeof entry>[1]): AssessedPlan =>
  plan({ integrations: [integration('a', [entry('role/a', parts)])] });

const PROMISE = 'No changes. IAM matches the desired state.';
const NO_DRIFT = 'No drift. IAM matches the desired state.';

const unquiet: readonly [string, AssessedPlan][] = [
  ['something is created', withEntry({ action: 'create' })],
  ['a resource is blocked', withEntry({ blockers: [blocker] })],
  ['an integration is blocked', plan({ integrations: [integration('a', [], { blockers: [blocker] })] })],
  ['something drifted', withEntry({ drift: 'modified' })],
  ['drift is held', withEntry({ changes: [field('Path', { held: { reason: 'r', until: '2027-01-01' } })] })],
  ['a field was not read', withEntry({ unchecked: ['Description'] })],
  ['a kind was not read', { ...quiet, unchecked: [{ kind: 'user', reason: 'denied' }] }],
  ['others were not compared', { ...quiet, notCompared: ['b'] }],
  ['a field is ignored', withEntry({ ignored: ['Description'] })],
  ['nothing was compared', plan()],
  ['it was files that were compared', { ...quiet, source: { kind: 'files', directory: 'live' } }],
];

describe('a report', () => {
  it.each(['text', 'markdown'] as const)(
    'promises in %s that nothing changes when all is in sync',
    (format) => {
      expect(renderPlan(quiet, format, { command: 'plan', color: false })).toContain(PROMISE);
      expect(renderPlan(quiet, format, { command: 'drift', color: false })).toContain(NO_DRIFT);
    },
  );

  it.each(unquiet)('promises nothing when %s', (_name, unsure) => {
    for (const format of ['text', 'markdown'] as const) {
      expect(renderPlan(unsure, format, { command: 'plan', color: false })).not.toContain(PROMISE);
      expect(renderPlan(unsure, format, { command: 'drift', color: false })).not.toContain(NO_DRIFT);
    }
  });

  it('is one calm line of markdown when there is nothing to do', () =>
    expect(renderPlan(quiet, 'markdown', { command: 'plan', color: false }).trim().split('\n')).toHaveLength(
      1,
    ));

  it('names an endpoint that is not AWS in every case', () => {
    const local = { ...quiet, source: { kind: 'iam', endpoint: 'http://127.0.0.1:4566' } } as const;
    for (const format of ['text', 'markdown', 'json'] as const)
      expect(renderPlan(local, format, { command: 'plan', color: false })).toContain('http://127.0.0.1:4566');
  });

  it('is coloured on a terminal, and says the same', () => {
    const colored = renderPlan(unquiet[0]![1], 'text', { command: 'plan', color: true });
    expect(colored).toContain('\u001b[32m');
    const escapes = new RegExp(`${String.fromCodePoint(27)}\\[\\d+m`, 'g');
    expect(colored.replace(escapes, '')).toBe(
      renderPlan(unquiet[0]![1], 'text', { command: 'plan', color: false }),
    );
  });
});

it('of hundreds of undeclared roles that let outside accounts in the text names the first and counts the rest', () => {
  const undeclared = Array.from({ length: 300 }, (_, index) => ({
    address: `role/stray-${index}` as const,
    arn: `arn:aws:iam::111122223333:role/stray-${index}`,
    trusts: ['AWS:arn:aws:iam::406095609952:root'],
    trustsOutside: true,
  }));
  const report = renderPlan({ ...quiet, undeclared }, 'text', { command: 'plan', color: false });
  expect(report.match(/\? role\/stray-/g)).toHaveLength(25);
  expect(report).toContain('… and 275 more, none of them worse; --format json has all');
});

it('undeclared roles that let outside accounts in are named by a drift report that finds no drift', () => {
  const stranger = {
    address: 'role/datadog',
    arn: 'arn:aws:iam::111122223333:role/datadog',
    trusts: ['AWS:arn:aws:iam::464622532012:root'],
    trustsOutside: true,
  } as const;
  for (const format of ['text', 'markdown'] as const) {
    const report = renderPlan({ ...quiet, undeclared: [stranger] }, format, {
      command: 'drift',
      color: false,
    });
    expect(report).toContain('role/datadog');
    expect(report).toContain('464622532012');
  }
});
