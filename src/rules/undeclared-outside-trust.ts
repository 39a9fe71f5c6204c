import { accountOfPrincipal } from '../model/arn.ts';
import { isOutside } from './reading/outside.ts';
import { sayVendor } from './reading/say-principal.ts';
import type { Rule } from './rule.ts';

/** A live role that no file declares and that an outside principal can assume: an integration that is not reviewed. */
export const undeclaredOutsideTrust: Rule = {
  about: 'undeclared',
  find: ({ address, trusts, trustsOutside }, { settings }) => {
    const outside = trusts.filter((principal) => {
      if (principal.startsWith('Service:')) return false;
      const account = accountOfPrincipal(principal);
      return account === undefined ? !/^AWS:(?:AROA|AIDA)/.test(principal) : isOutside(account, settings);
    });
    if (!trustsOutside || outside.length === 0) return [];
    const who = outside.map((principal) => {
      const account = accountOfPrincipal(principal);
      const vendor = account === undefined ? undefined : sayVendor(account, settings);
      const name = principal.replace(/^[A-Za-z]+:(?=.)/, '');
      return vendor === undefined ? name : `${name} of ${vendor}`;
    });
    return [
      {
        address,
        message: `no file declares ${address}, which lets in ${who.join(', ')}`,
        hint: 'declare it as an integration (with "observe: true" it is never touched), delete it, or list the account under "ownAccounts:" if it is yours',
      },
    ];
  },
};
