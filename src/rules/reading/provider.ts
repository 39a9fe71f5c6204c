import { isSamlProvider } from '../../model/arn.ts';
/** The address of the OIDC provider that a principal is, `Federated:…`; undefined of SAML and of other principals. */
export function issuerOf(principal: string): string | undefined {
  const [, text] = /^Federated:(.+)$/.exec(principal) ?? [];
  if (text === undefined || text === '*' || isSaml(principal)) return undefined;
  const at = text.indexOf(OIDC);
  return at === -1 ? text : text.slice(at + OIDC.length);
}

/** Whether a principal is a SAML provider. */
export function isSaml(principal: string): boolean {
  return principal.startsWith('Federated:') && isSamlProvider(principal);
}

const OIDC = ':oidc-provider/';
