import { describe, expect, it } from '@jest/globals';
import type { PolicyStatement, StatementChange } from '../../../src/model/statement.ts';
import { widensTrust } from '../../../src/report/trust-change.ts';
import { added, line, LOGZIO, removed, trust } from './plan-builders.ts';

const QWAK = 'AWS:arn:aws:iam::464622532012:root';
const id = (...values: readonly string[]) => line('StringEquals', 'sts:ExternalId', ...values);
const not = (...values: readonly string[]) => line('StringNotEquals', 'aws:PrincipalOrgID', ...values);
const deny = (statement: PolicyStatement): PolicyStatement => ({ ...statement, effect: 'Deny' });
const changed = (before: PolicyStatement, after: PolicyStatement): StatementChange => ({
  change: 'changed',
  before,
  after,
  elements: [],
});

const widening: readonly [string, StatementChange][] = [
  ['a new Allow', added(trust([LOGZIO]))[0]!],
  ['a Deny that is gone', removed(deny(trust([LOGZIO])))[0]!],
  ['another principal', changed(trust([LOGZIO]), trust([LOGZIO, QWAK]))],
  ['a condition dropped', changed(trust([LOGZIO], [id('a')]), trust([LOGZIO]))],
  ['another value accepted', changed(trust([LOGZIO], [id('a')]), trust([LOGZIO], [id('a', 'b')]))],
  ['a value exchanged', changed(trust([LOGZIO], [id('a')]), trust([LOGZIO], [id('b')]))],
  [
    'a looser operator',
    changed(trust([LOGZIO], [id('a')]), trust([LOGZIO], [line('StringLike', 'sts:ExternalId', 'a')])),
  ],
  ['one excluded value less', changed(trust([LOGZIO], [not('a', 'b')]), trust([LOGZIO], [not('a')]))],
  ['a Deny that spares somebody', changed(deny(trust([LOGZIO, QWAK])), deny(trust([LOGZIO])))],
  ['a Deny that becomes an Allow', changed(deny(trust([LOGZIO])), trust([LOGZIO]))],
  [
    'everybody but one instead of one',
    changed(trust([LOGZIO]), { ...trust([]), principal: { negated: true, patterns: [LOGZIO] } }),
  ],
];

const narrowing: readonly [string, StatementChange][] = [
  ['an Allow that is gone', removed(trust([LOGZIO]))[0]!],
  ['a new Deny', added(deny(trust([LOGZIO])))[0]!],
  ['a principal less', changed(trust([LOGZIO, QWAK]), trust([LOGZIO]))],
  ['a further condition', changed(trust([LOGZIO]), trust([LOGZIO], [id('a')]))],
  ['an accepted value less', changed(trust([LOGZIO], [id('a', 'b')]), trust([LOGZIO], [id('a')]))],
  ['another excluded value', changed(trust([LOGZIO], [not('a')]), trust([LOGZIO], [not('a', 'b')]))],
];

describe('trust is widened by', () => {
  it.each(widening)('%s', (_name, change) => expect(widensTrust(change)).toBe(true));
});

describe('trust is not widened by', () => {
  it.each(narrowing)('%s', (_name, change) => expect(widensTrust(change)).toBe(false));
});
