import type { Settings } from '../../model/integration.ts';

/** Whether an account is none of the own ones. */
export function isOutside(account: string, settings: Pick<Settings, 'account' | 'ownAccounts'>): boolean {
  return account !== settings.account && settings.ownAccounts?.includes(account) !== true;
}
