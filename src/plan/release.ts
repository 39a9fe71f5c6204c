import { addressKey, type Address } from '../model/address.ts';
import { isGivenUp, type Integration, type Settings } from '../model/integration.ts';

/** What decides whether a resource is released. */
export interface ReleaseContext {
  readonly settings: Settings;
  readonly integration: Integration | undefined;
  /** The integration's name, also when its file is gone. */
  readonly name: string;
}

export function hasAddress(addresses: readonly Address[], address: Address): boolean {
  return addresses.some((candidate) => addressKey(candidate) === addressKey(address));
}

/** Whether the resource leaves the stack and stays in the account. */
export function isReleased(address: Address, { settings, integration, name }: ReleaseContext): boolean {
  return integration === undefined
    ? isGivenUp(settings, 'release', name)
    : hasAddress(integration.release, address);
}
