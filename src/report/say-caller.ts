import type { TrustDelta } from '../model/access.ts';
import { isSamlProvider, providerName } from '../model/arn.ts';
import { sayPrincipal, type Style } from './say-statement.ts';

/** The account of the role is named as such. */
export function styleOfRole({ account }: Pick<TrustDelta, 'account'>, style: Style): Style {
  return account === undefined ? style : { ...style, account };
}

/** The keys of a provider need no name beside it. */
export function styleFor(principals: readonly string[], style: Style): Style {
  const [issuer, ...more] = new Set(principals.map(issuerOf));
  return issuer === undefined || more.length > 0 ? style : { ...style, issuer };
}

/** As the keys of its tokens begin. */
function issuerOf(principal: string): string | undefined {
  const name = /^Federated:(?<name>.+)$/s.exec(principal)?.groups?.['name'];
  if (name === undefined) return undefined;
  return isSamlProvider(principal) ? 'saml' : providerName(name);
}

/** Who calls: of a provider its name, as the account is that of the role. */
export function sayCaller(principal: string, style: Style): string {
  const name = /^Federated:(?<name>.+)$/s.exec(principal)?.groups?.['name'];
  if (name === undefined) return sayPrincipal(principal, style);
  return `the ${isSamlProvider(principal) ? 'SAML' : 'identity'} provider ${style.quote(providerName(name))}`;
}
