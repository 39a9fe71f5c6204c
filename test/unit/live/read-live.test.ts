import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readEach, readLive as readAndList } from '../../../src/live/read-live.ts';
import type { Address } from '../../../src/model/address.ts';
import { RolekeeperError } from '../../../src/model/failure.ts';
import type { Live } from '../../../src/model/live.ts';
import { addressOfResource } from '../../../src/model/resource.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { anyAccount, readerOf, smallAccount, type Account } from './account.ts';

const ALL: readonly Address[] = [
  'group/robots',
  'instance-profile/fetcher',
  'managed-policy/reads',
  'role/fetcher',
  'user/robot',
];

/** What was asked for; what was listed besides, other tests are about. */
async function readLive(...request: Parameters<typeof readAndList>): Promise<Live> {
  const { listed: _listed, ...read } = await readAndList(...request);
  return read;
}

function addressesOf(live: Live): readonly Address[] {
  return live.found.map((item) => addressOfResource(item.resource));
}

/** Versions that are not the default one grant nothing, and only the bulk call has them for nothing. */
function withoutVersions({ found, unchecked }: Live): Live {
  return {
    unchecked,
    found: found.map(({ olderVersions: _versions, ...item }) => ({ ...item, observations: [] })),
  };
}

describe('the two ways of reading', () => {
  it('give the same model of every account', async () => {
    await fc.assert(
      fc.asyncProperty(anyAccount, async (account) => {
        const addresses = addressesOf(await readLive(readerOf(account), 'all'));
        const bulk = await readLive(readerOf(account), 'all', addresses);
        expect(bulk.unchecked).toEqual([]);
        const single = withoutVersions(bulk);
        const bigger = readerOf(account, { pages: 999 });
        const closed = readerOf(account, { denied: ['accountDetails'] });
        expect(withoutVersions(await readEach(readerOf(account), addresses))).toEqual(single);
        expect(await readLive(readerOf(account), addresses)).toEqual(bulk);
        expect(withoutVersions(await readLive(bigger, addresses))).toEqual(single);
        expect(withoutVersions(await readLive(closed, addresses))).toEqual(single);
      }),
      runsOf(20, 2_000),
    );
  });

  it('find names without regard to case', async () => {
    const live = await readLive(readerOf(smallAccount()), ['role/FETCHER']);
    expect(addressesOf(live)).toEqual(['role/fetcher']);
  });

  it('find nothing where there is nothing', async () => {
    const reader = readerOf(smallAccount());
    expect(await readLive(reader, ['role/other'])).toEqual({ found: [], unchecked: [] });
    expect(await readEach(reader, ['role/other'])).toEqual({ found: [], unchecked: [] });
    expect(await readLive(reader, [])).toEqual({ found: [], unchecked: [] });
  });
});

describe('the description of a managed policy', () => {
  const account = smallAccount();
  const described = account.details.Policies.map((policy) => ({ ...policy, Description: 'reads' }));
  const single = readerOf({ ...account, details: { ...account.details, Policies: described } });

  it('is asked for alone where the bulk call has none', async () => {
    const reader = { ...readerOf(account), policyHead: (arn: string) => single.policyHead(arn) };
    for (const wanted of ['all', ['managed-policy/reads']] as const) {
      const live = await readLive(reader, wanted, ['managed-policy/reads']);
      const policy = live.found.find((item) => item.resource.kind === 'managed-policy');
      expect(policy?.resource.properties['Description']).toBe('reads');
      expect(policy?.uncheckedProperties).toEqual([]);
    }
  });

  it('is unchecked where the policy was not read, or that is denied', async () => {
    for (const declared of [[], ['managed-policy/reads']] as const) {
      const live = await readLive(readerOf(account, { denied: ['policyHead'] }), 'all', declared);
      const policy = live.found.find((item) => item.resource.kind === 'managed-policy');
      expect(policy?.uncheckedProperties).toEqual(['Description']);
      expect(live.unchecked).toEqual([]);
    }
  });
});

describe('the choice between them', () => {
  it('reads a whole account in three calls', async () => {
    const reader = readerOf(smallAccount());
    expect(addressesOf(await readLive(reader, 'all'))).toEqual(ALL);
    expect(reader.calls.sort()).toEqual([
      'accountDetails',
      'instanceProfileRows',
      'oidcProviderRows',
      'roleRows',
    ]);
  });

  it('makes no call for kinds that are not wanted', async () => {
    const reader = readerOf(smallAccount());
    await readLive(reader, ['instance-profile/fetcher']);
    expect(reader.calls).toEqual(['instanceProfileRows']);
  });

  it('reads few resources of a big account singly', async () => {
    const reader = readerOf(smallAccount(), { pages: 5 });
    expect(addressesOf(await readLive(reader, ['role/fetcher', 'user/robot']))).toEqual([
      'role/fetcher',
      'user/robot',
    ]);
    expect(reader.calls).toEqual(['accountDetails', 'role', 'user']);
  });

  it('always reads a big account in bulk when all of it is wanted', async () => {
    const reader = readerOf(smallAccount(), { pages: 500 });
    expect(addressesOf(await readLive(reader, 'all'))).toEqual(ALL);
  });
});

describe('a denied call', () => {
  it('leaves the kinds of the whole account unchecked, with the permission that lacks', async () => {
    const live = await readLive(readerOf(smallAccount(), { denied: ['accountDetails'] }), 'all');
    expect(addressesOf(live)).toEqual(['instance-profile/fetcher']);
    const reason = 'access denied: somebody may not accountDetails';
    expect(live.unchecked).toEqual([
      { kind: 'role', reason },
      { kind: 'managed-policy', reason },
      { kind: 'user', reason },
      { kind: 'group', reason },
    ]);
  });

  it('still lets declared resources be read singly', async () => {
    const reader = readerOf(smallAccount(), { denied: ['accountDetails', 'user'] });
    const live = await readLive(reader, 'all', ['role/fetcher', 'user/robot']);
    expect(addressesOf(live)).toEqual(['instance-profile/fetcher', 'role/fetcher']);
    expect(live.unchecked).toContainEqual({
      kind: 'user',
      address: 'user/robot',
      reason: 'access denied: somebody may not user',
    });
  });

  it('leaves a wanted resource unchecked when both ways are denied', async () => {
    const reader = readerOf(smallAccount(), { denied: ['accountDetails', 'role'] });
    expect(await readLive(reader, ['role/fetcher'])).toEqual({
      found: [],
      unchecked: [{ kind: 'role', address: 'role/fetcher', reason: 'access denied: somebody may not role' }],
    });
  });

  it('of ListRoles leaves two fields unchecked, and says why', async () => {
    const live = await readLive(readerOf(smallAccount(), { denied: ['roleRows'] }), 'all');
    const role = live.found.find((item) => item.resource.kind === 'role');
    expect(role?.uncheckedProperties).toEqual(['Description', 'MaxSessionDuration']);
    expect(role?.unreadBecause).toBe('access denied: somebody may not roleRows');
    expect(live.unchecked).toEqual([]);
  });

  it('of ListRoles is made up for by one request for each wanted role', async () => {
    const whole = await readLive(readerOf(smallAccount()), ['role/fetcher']);
    const reader = readerOf(smallAccount(), { denied: ['roleRows'] });
    expect(await readLive(reader, ['role/fetcher'])).toEqual(whole);
  });

  it('keeps what bulk has of a role when its single read is denied too', async () => {
    const reader = readerOf(smallAccount(), { denied: ['roleRows', 'roleHead'] });
    const live = await readLive(reader, ['role/fetcher']);
    expect(live.found[0]?.uncheckedProperties).toEqual(['Description', 'MaxSessionDuration']);
    expect(live.unchecked).toEqual([]);
  });
});

describe('a role that changes between the calls', () => {
  const account = smallAccount();

  function changed(roleRows: Account['roleRows'], role: 'same' | 'gone' = 'same') {
    const reader = readerOf({ ...account, roleRows });
    const single = readerOf(
      role === 'same' ? account : { ...account, details: { ...account.details, RoleDetailList: [] } },
    );
    return { ...reader, role: (name: string) => single.role(name) };
  }

  it('does not get the fields of the role that had its name before', async () => {
    const stale = [{ RoleName: 'fetcher', RoleId: 'AROAOLD', Description: 'old', MaxSessionDuration: 43200 }];
    const live = await readLive(changed(stale), 'all');
    expect(live).toEqual(await readLive(readerOf(account), 'all'));
  });

  it('is absent when it was deleted in between', async () => {
    const live = await readLive(changed([], 'gone'), 'all');
    expect(addressesOf(live)).not.toContain('role/fetcher');
    expect(live.unchecked).toEqual([]);
  });

  it('is found when it was made in between', async () => {
    const late = readerOf({ ...account, details: { ...account.details, RoleDetailList: [] } });
    const role = (name: string) => readerOf(account).role(name);
    const live = await readLive({ ...late, role }, 'all');
    expect(addressesOf(live)).toEqual(ALL);
  });
});

it.each(['unreachable', 'no-credentials', 'internal'] as const)('%s ends the read', async (reason) => {
  const error = new RolekeeperError(reason, 'why');
  const fail = () => Promise.reject(error);
  const reader = readerOf(smallAccount());
  await expect(readLive({ ...reader, roleRows: fail }, 'all')).rejects.toBe(error);
  await expect(readEach({ ...reader, role: fail }, ['role/fetcher'])).rejects.toBe(error);
});
