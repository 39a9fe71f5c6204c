import { COMMUNITY, COMMUNITY_ORIGIN } from '../../../src/vendors/community.ts';
import { borrowedNames, knownVendors } from '../../../src/vendors/known-vendors.ts';
import { OVERLAY } from '../../../src/vendors/overlay.ts';
import { describe, expect, it } from '@jest/globals';

describe('the vendors that are known by their accounts', () => {
  it.each([
    ['464622532012', 'Datadog'],
    ['406095609952', 'Logz.io'],
    ['254766567737', 'Elastic'],
    ['232136659152', 'Prowler'],
  ])('account %s is %s', (account, name) => {
    expect(knownVendors().get(account)).toStrictEqual({ name, origin: 'published', isAws: false });
  });

  it('the accounts from which AWS delivers logs are those of AWS', () => {
    expect(knownVendors().get('127311923021')).toMatchObject({ isAws: true });
  });

  it('an account of no list has no name', () => {
    expect(knownVendors().get('909090909090')).toBeUndefined();
  });

  it('every account has twelve digits and belongs to one vendor of the lists', () => {
    const accounts = [...COMMUNITY, ...OVERLAY].flatMap((vendor) => vendor.accounts);
    expect(accounts.filter((account) => !/^\d{12}$/.test(account))).toStrictEqual([]);
    expect(new Set(accounts).size).toBe(accounts.length);
  });

  it('the overlay has nothing that the community has meanwhile', () => {
    const community = new Set(COMMUNITY.flatMap((vendor) => vendor.accounts));
    expect(OVERLAY.flatMap(({ accounts }) => accounts).filter((one) => community.has(one))).toStrictEqual([]);
  });

  it('the list is pinned to a commit and a digest', () => {
    expect(COMMUNITY_ORIGIN.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(COMMUNITY_ORIGIN.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('vendors of the settings', () => {
  const own = [{ name: 'Acme Audit', accounts: ['909090909090'] }];

  it('are known by the name that the settings give them, and said to be of the settings', () => {
    expect(knownVendors(own).get('909090909090')).toMatchObject({ name: 'Acme Audit', origin: 'settings' });
  });

  it('do not rename a published account', () => {
    const disguise = [{ name: 'Acme Audit', accounts: ['464622532012'] }];
    expect(knownVendors(disguise).get('464622532012')).toMatchObject({
      name: 'Datadog',
      origin: 'published',
    });
  });

  it.each(['Data dog', 'DATADOG.', 'Ｄatadog', 'Dàtadog'.normalize('NFD')])(
    'that look like the name of a published vendor are found: %s',
    (name) => {
      expect(borrowedNames([{ name, accounts: ['909090909090'] }])).toHaveLength(1);
    },
  );

  it('that borrow the name of a published vendor for another account are found', () => {
    const disguise = [{ name: 'datadog ', accounts: ['464622532012', '909090909090'] }];
    expect(borrowedNames(disguise)).toStrictEqual([{ name: 'datadog ', accounts: ['909090909090'] }]);
    expect(borrowedNames(own)).toStrictEqual([]);
  });
});
