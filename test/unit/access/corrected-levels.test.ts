import { describe, expect, test } from '@jest/globals';
import { readCatalogue } from '../../../src/commands/read-catalogue.ts';
import { namesOf } from '../../../src/access/catalogue.ts';
import { correctedActions, correctionOf, NO_MERE_READS } from '../../../src/access/corrected-levels.ts';

const catalogue = await readCatalogue();
const levels = new Map<string, string>(
  Object.entries(catalogue.services).flatMap(([service, { actions }]) =>
    Object.entries(actions).flatMap(([level, names]) =>
      Object.keys(names).map((name) => [`${service}:${name}`, level] as const),
    ),
  ),
);

describe('levels of actions', () => {
  test('every action that sounds like a read and is no Read or List is corrected, or said to do more', () => {
    const doubtful = [...levels]
      .filter(([, level]) => level !== 'Read' && level !== 'List')
      .map(([action]) => action)
      .filter((action) => /:(Get|List|Describe)(?![a-z])/.test(action));
    const known = new Set([...correctedActions(), ...Object.keys(NO_MERE_READS)]);
    expect(doubtful.filter((action) => !known.has(action))).toEqual([]);
  });

  test('every corrected action is in the catalogue under another level', () => {
    const needless = correctedActions().filter((action) => {
      const [service = '', name = ''] = action.split(':');
      return (levels.get(action) ?? 'none') === (correctionOf(service, name)?.level ?? 'none');
    });
    expect(needless).toEqual([]);
    expect(correctedActions().filter((action) => !levels.has(action))).toEqual([]);
    expect(Object.keys(NO_MERE_READS).filter((action) => !levels.has(action))).toEqual([]);
  });

  test.each([
    ['kms', 'Decrypt', 'Read'],
    ['billing', 'GetResourcePolicy', 'Read'],
    ['backup-storage', 'ListObjects', 'List'],
    ['sts', 'GetFederationToken', 'Write'],
    ['kms', 'CreateGrant', 'Permissions management'],
  ])('%s:%s is %s', (service, name, level) => {
    expect(namesOf(catalogue, service).find((action) => action.name === name)?.level).toBe(level);
  });
});
