import { addressKey, addressOf, type Address } from '../model/address.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import { acknowledgement, type Scope, type Settings } from '../model/integration.ts';
import { errorAt } from './diagnose.ts';

/**
 * What is wrong between the scopes of one desired folder. A stack belongs to one folder, and so does each address of an
 * account: IAM has no regions, so two folders for one account share its names.
 */
export function checkAcrossScopes(scopes: readonly Scope[]): readonly Diagnostic[] {
  const declared = declaredIn(scopes);
  return [...checkPrefixes(scopes), ...checkAddresses(declared), ...checkAcknowledgements(scopes, declared)];
}

/**
 * Every stack whose name begins with the prefix belongs to the scope, so a prefix that another one begins with takes the
 * other folder's stacks for integrations whose file is gone.
 */
function checkPrefixes(scopes: readonly Scope[]): readonly Diagnostic[] {
  return scopes.flatMap((scope, index) => {
    const { settings } = scope;
    const other = scopes.slice(0, index).find((earlier) => sharesStacks(earlier.settings, settings));
    if (other === undefined) return [];
    const message =
      `the stacks of ${scope.directory} begin with "${settings.stackPrefix}", those of ${other.directory} with ` +
      `"${other.settings.stackPrefix}" (${other.settings.file}), in account ${settings.account} and ${settings.region}: ` +
      'a stack would belong to both folders';
    const hint =
      'write a "stackPrefix" in each that does not begin with the other, or put the files into one folder';
    return [errorAt({ file: settings.file, line: 1, column: 1 }, 'shared-stacks', message, hint)];
  });
}

/** Whether a stack's name can belong to both. */
export function sharesStacks(one: Settings, other: Settings): boolean {
  if (one.account !== other.account || one.region !== other.region) return false;
  const [a, b] = [one.stackPrefix.toLowerCase(), other.stackPrefix.toLowerCase()];
  return a.startsWith(b) || b.startsWith(a);
}

interface Declared {
  readonly directory: string;
  readonly address: Address;
  readonly location: Location;
}

/** By account and address: where each stands first, and where again in another folder. */
type DeclaredByKey = ReadonlyMap<string, readonly Declared[]>;

function declaredIn(scopes: readonly Scope[]): DeclaredByKey {
  const all = new Map<string, Declared[]>();
  for (const { directory, settings, integrations } of scopes) {
    for (const { resource, location } of integrations.flatMap(({ resources }) => resources)) {
      const address = addressOf(resource.kind, resource.name);
      const key = keyOf(settings, address);
      all.set(key, [...(all.get(key) ?? []), { directory, address, location }]);
    }
  }
  return all;
}

function keyOf({ account }: Settings, address: Address): string {
  return `${account} ${addressKey(address)}`;
}

function checkAddresses(declared: DeclaredByKey): readonly Diagnostic[] {
  return [...declared].flatMap(([key, [first, ...others]]) =>
    others
      .filter(({ directory }) => directory !== first?.directory)
      .map(({ address, location }) =>
        errorAt(
          location,
          'duplicate-resource',
          `${address} of account ${key.split(' ')[0] ?? ''} is declared in ${placeOf(first)} already: ` +
            'IAM has no regions, and a resource belongs to one folder',
          'keep it in one of the two files',
        ),
      ),
  );
}

function placeOf(declared: Declared | undefined): string {
  return declared === undefined ? '' : `${declared.location.file}:${declared.location.line}`;
}

/** An acknowledgement of one folder never reaches what another one declares. */
function checkAcknowledgements(scopes: readonly Scope[], declared: DeclaredByKey): readonly Diagnostic[] {
  return scopes.flatMap(({ directory, settings, integrations }) =>
    integrations.flatMap((integration) =>
      (['delete', 'release'] as const).flatMap((key) =>
        integration[key].flatMap((address) => {
          const other = declared.get(keyOf(settings, address))?.find((one) => one.directory !== directory);
          if (other === undefined) return [];
          const place = integration.acknowledgedAt?.[acknowledgement(key, address)];
          const message = `${address} is listed under "${key}:", and ${placeOf(other)} declares it in the same account`;
          const hint =
            'remove this line; a resource moves between folders in two pull requests: release, then adopt';
          return [
            errorAt(place ?? { file: integration.file, line: 1, column: 1 }, 'contradiction', message, hint),
          ];
        }),
      ),
    ),
  );
}
