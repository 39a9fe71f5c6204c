import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../../src/model/address.ts';
import { ComingAddresses } from '../../../src/live/coming-addresses.ts';
import { readAhead } from '../../../src/live/read-ahead.ts';
import { readerOf } from './account.ts';

const EMPTY = {
  details: { RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [] },
  roleRows: [],
  profiles: [],
};

const roles = (count: number): readonly Address[] =>
  Array.from({ length: count }, (_, index): Address => `role/r${index}`);

const turns = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the lists of an account, asked for while files are checked', () => {
  it.each<
    [string, { pages: number; before: readonly Address[]; rest: readonly Address[] }, string[], string[]]
  >([
    [
      'are asked for at the first file',
      { pages: 1, before: roles(2), rest: roles(1) },
      ['accountDetails', 'roleRows'],
      [],
    ],
    [
      'wait for files that make them worth it',
      { pages: 2, before: roles(2), rest: roles(2) },
      ['accountDetails'],
      ['roleRows'],
    ],
    ['are given up where no file does', { pages: 2, before: roles(2), rest: [] }, ['accountDetails'], []],
    [
      'are not asked for what they do not list',
      { pages: 1, before: ['oidc-provider/a.example.com'], rest: [] },
      [],
      [],
    ],
    [
      'have no roles where none is declared',
      { pages: 1, before: ['managed-policy/a', 'managed-policy/b'], rest: [] },
      ['accountDetails'],
      [],
    ],
    [
      'do not wait for each other where every account is worth it',
      { pages: 60, before: roles(80), rest: roles(80) },
      ['accountDetails', 'roleRows'],
      [],
    ],
  ])('%s', async (_what, { pages, before, rest }, early, late) => {
    const reader = readerOf(EMPTY, { pages });
    const coming = new ComingAddresses();
    readAhead(reader, coming);
    await turns();
    expect(reader.calls).toEqual([]);
    coming.add(before);
    await turns();
    expect(reader.calls).toEqual(early);
    coming.add(rest);
    coming.end([...before, ...rest]);
    await turns();
    expect(reader.calls).toEqual([...early, ...late]);
  });

  it('are read once, and further only for more pages', async () => {
    const reader = readerOf(EMPTY, { pages: 3 });
    const ahead = readAhead(reader, ComingAddresses.of(roles(4)));
    if (!('accountDetailsWithin' in ahead)) throw new Error('it has no bound');
    expect(await ahead.accountDetailsWithin(2)).toBeUndefined();
    expect(reader.calls).toEqual(['accountDetails']);
    expect(await ahead.accountDetailsWithin(3)).toEqual(EMPTY.details);
    expect(reader.calls).toEqual(['accountDetails', 'accountDetails']);
  });
});
