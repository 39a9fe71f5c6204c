import { addressKey, type Address } from '../model/address.ts';
import type { AppliedStack } from '../model/applied.ts';
import type { Integration, Settings } from '../model/integration.ts';
import type { Answers } from './input.ts';
import type { Presence } from './presence.ts';

/** What the rules that forbid to carry out an entry look at besides it. */
export interface BlockContext {
  readonly settings: Settings;
  readonly integration: Integration | undefined;
  /** The integration's name, also when its file is gone. */
  readonly name: string;
  readonly answers: Answers;
  /** The integration whose stack has a resource now, by address key. */
  readonly appliedIn: ReadonlyMap<string, string>;
  readonly ownArns: readonly string[];
  /** Everything that the integration declares or has applied. */
  readonly siblings: readonly Presence[];
  readonly stack: AppliedStack | undefined;
}

export function hasAddress(addresses: readonly Address[], address: Address): boolean {
  return addresses.some((candidate) => addressKey(candidate) === addressKey(address));
}

/** Whether the resource leaves the stack and stays in the account. */
export function isReleased(address: Address, { settings, integration, name }: ReleaseContext): boolean {
  return integration === undefined
    ? settings.release.includes(name)
    : hasAddress(integration.release, address);
}

export type ReleaseContext = Pick<BlockContext, 'settings' | 'integration' | 'name'>;
