import { isUniqueId } from '../policy/parse-principal.ts';

/**
 * Whether a principal of a trust policy can call an action of STS at all. A federation comes with a token or an
 * assertion, everybody else with credentials of AWS; what a trust policy allows beyond that gives nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html
 */
export function canCall(principal: string, action: string): boolean {
  // Of a principal that is gone IAM leaves the id, and no principal has that again.
  if (isUniqueId(principal.replace(/^AWS:/, ''))) return false;
  const isAny = principal === '*';
  const isFederated = principal.startsWith('Federated:');
  const isSaml = isFederated && /:saml-provider\//.test(principal);
  switch (action.toLowerCase()) {
    case 'assumerole':
      return !isFederated;
    case 'assumerolewithsaml':
      return isSaml || isAny;
    case 'assumerolewithwebidentity':
      return (isFederated && !isSaml) || isAny;
    // What goes with them, and is asked of the trust policy by its own name.
    case 'setcontext':
    case 'setsourceidentity':
    case 'tagsession':
      return true;
    // The others, GetCallerIdentity or AssumeRoot, ask no role.
    default:
      return false;
  }
}
