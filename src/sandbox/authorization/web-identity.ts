import { AwsError } from '../aws-error.ts';
import { asList, isObject, member, textMember, type JsonObject, parseJson, parseObject } from '../json.ts';
import type { Params } from '../query.ts';
import type { World } from '../world.ts';
import { evaluate } from './evaluate.ts';

/**
 * Refuses a web identity that the role's trust policy does not let in. The token is a JWT whose signature is not checked:
 * its claims count as the provider's word. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 *
 * @throws AwsError AccessDenied, or InvalidIdentityToken for a token of no provider of the account
 */
export function authorizeWebIdentity(world: World, params: Params, trust: string): void {
  const claims = claimsOf(params.require('WebIdentityToken'));
  const issuer = (textMember(claims, 'iss') ?? '').replace(/^https:\/\//, '');
  const provider = world.iam.oidcProviders.get(issuer);
  const audience = textMember(claims, 'aud') ?? '';
  if (provider === undefined)
    throw new AwsError(
      'InvalidIdentityToken',
      400,
      `No OpenIDConnect provider found in your account for https://${issuer}`,
    );
  if (!provider.clientIds.includes(audience))
    throw new AwsError('InvalidIdentityToken', 400, 'Incorrect token audience');
  const context = Object.fromEntries(
    ['sub', 'aud'].map((claim) => [`${issuer}:${claim}`, [textMember(claims, claim) ?? '']]),
  );
  const federated = world.iam.oidcProviderArn(provider);
  const document = parseObject(trust);
  const own = asList(member(document, 'Statement'))
    .filter(isObject)
    .filter((statement) => {
      const principal = member(statement, 'Principal');
      return isObject(principal) && asList(member(principal, 'Federated')).includes(federated);
    });
  const request = { action: 'sts:AssumeRoleWithWebIdentity', resources: ['*'], context };
  if (evaluate([{ Statement: own }], request) !== 'allowed')
    throw new AwsError('AccessDenied', 403, 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
}

function claimsOf(token: string): JsonObject {
  const [, payload = ''] = token.split('.');
  try {
    const claims = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
    if (isObject(claims)) return claims;
  } catch {
    // Falls through: it is no token.
  }
  throw new AwsError('InvalidIdentityToken', 400, 'The web identity token that was passed is not valid.');
}
