/**
 * Whether a principal of a trust policy can call an action of STS at all. A federation comes with a token or an
 * assertion, everybody else with credentials of AWS; what a trust policy allows beyond that lets nobody in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html
 */
export function canCall(principal: string, action: string): boolean {
  if (principal === '*') return true;
  const isFederated = principal.startsWith('Federated:');
  const isSaml = isFederated && /:saml-provider\//.test(principal);
  switch (action.toLowerCase()) {
    case 'assumerole':
      return !isFederated;
    case 'assumerolewithsaml':
      return isSaml;
    case 'assumerolewithwebidentity':
      return isFederated && !isSaml;
    default:
      return true;
  }
}
