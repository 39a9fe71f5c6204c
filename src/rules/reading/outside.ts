import { parsePrincipalArn } from '../../model/arn.ts';
import type { Settings } from '../../model/integration.ts';

/** The account of an AWS principal as the canonical form writes it; undefined of a unique id and of what is no AWS principal. */
export function accountOfPrincipal(principal: string): string | undefined {
  return parsePrincipalArn(principal)?.account;
}

/** Whether an account is none of the own ones. */
export function isOutside(account: string, settings: Pick<Settings, 'account' | 'ownAccounts'>): boolean {
  return account !== settings.account && settings.ownAccounts?.includes(account) !== true;
}
