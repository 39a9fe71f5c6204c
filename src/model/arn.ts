/** The fields of an ARN (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for IAM and STS, which are global. */
  readonly region: string;
  /** Twelve digits, `aws` for what AWS owns, or empty, as for a bucket. */
  readonly account: string;
  /** The rest, colons included: `role/path/name`, `assumed-role/name/session`, … */
  readonly resource: string;
}

const PREFIX = 'arn:';

/** Whether a text is meant to be an ARN, whatever is wrong with it. */
export function isArn(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** The fields between colons, `arn` the first of them; the sixth and last has colons of its own. */
export function arnFields(text: string): readonly string[] {
  const fields = text.split(':');
  return fields.length <= 6 ? fields : [...fields.slice(0, 5), fields.slice(5).join(':')];
}

/** The fields of what looks like an ARN, wildcards in them or not; undefined of any other text. */
export function parseArn(text: string): Arn | undefined {
  if (!isArn(text)) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource] = arnFields(text);
  return resource === undefined ? undefined : { partition, service, region, account, resource };
}

export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `${PREFIX}${partition}:${service}:${region}:${account}:${resource}`;
}

/** The ARN of something of IAM in an account, or with part of a resource, what such ARNs begin with. */
export function iamArn({ partition, account }: Pick<Arn, 'partition' | 'account'>, resource: string): string {
  return formatArn({ partition, service: 'iam', region: '', account, resource });
}

/** `role/path/name`: what an ARN names in IAM of an account of twelve digits; undefined of any other text. */
export function iamResource(text: string): string | undefined {
  const arn = parseArn(text);
  const isOwn = arn?.service === 'iam' && arn.region === '' && ACCOUNT.test(arn.account);
  return isOwn ? arn.resource : undefined;
}

/** The name, without type and path, of what an ARN of IAM names. */
export function nameInArn(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html#arns-syntax */
export function isPartition(text: string): boolean {
  return /^aws(?:-[a-z]+)*$/.test(text);
}

/** The bucket that an ARN of S3 names, and what it names in there: undefined for the bucket itself. */
export function bucketInArn(text: string): { readonly bucket: string; readonly key?: string } | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 's3' || arn.region !== '' || arn.account !== '') return undefined;
  const [name = '', ...rest] = arn.resource.split('/');
  const bucket = formatArn({ ...arn, resource: name });
  return name === '' ? undefined : { bucket, ...(rest.length === 0 ? {} : { key: rest.join('/') }) };
}

/** The account that a principal of a trust policy names as a whole: by its id, or its root. */
export function wholeAccount(member: string): string | undefined {
  const isWhole = ACCOUNT.test(member) || iamResource(member) === 'root';
  return isWhole ? (accountOf(member) ?? member) : undefined;
}

const ACCOUNT = /^[0-9]{12}$/;

/** What a schema holds against a role of any account. */
export const ROLE_ARN = /^arn:[^:\s]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** The same with paths of any characters. */
export const ANY_ROLE_ARN = /^arn:[^:\s]+:iam::\d{12}:role\/\S+$/;

/** What a schema holds against a managed policy of an account. */
export const POLICY_ARN = /^arn:[^:\s]+:iam::\d{12}:policy\/\S+$/;

/** A managed policy of AWS, of a partner or of an account; or the bare name of one. */
export const POLICY_REFERENCE =
  /^arn:[^:\s]+:iam::(aws|partner|\d{12}):policy\/\S+$|^[A-Za-z0-9_+=,.@-]{1,128}$/;

/** An ARN, or `*`. */
export const RESOURCE = /^(\*|arn:.+)$/;

/** The account that owns what an ARN names; undefined when it is AWS itself, and of an ARN without one. */
export function accountOf(text: string): string | undefined {
  const account = parseArn(text)?.account ?? '';
  return ACCOUNT.test(account) ? account : undefined;
}

/** The ARN of an AWS principal as the canonical form writes it, `AWS:arn:…`: an account, a role, a user, or a session. */
export function parsePrincipalArn(principal: string): Arn | undefined {
  const arn = principal.startsWith('AWS:') ? parseArn(principal.slice('AWS:'.length)) : undefined;
  if (arn === undefined || arn.region !== '' || !ACCOUNT.test(arn.account)) return undefined;
  return arn.service === 'iam' || arn.service === 'sts' ? arn : undefined;
}

/** The account of an AWS principal, `AWS:…` with an ARN or an account id; undefined of a unique id and of any other. */
export function accountOfPrincipal(principal: string): string | undefined {
  if (!principal.startsWith('AWS:')) return undefined;
  const name = principal.slice('AWS:'.length);
  return ACCOUNT.test(name) ? name : parsePrincipalArn(principal)?.account;
}

/** The name, without its path, of the policy of AWS that an ARN is; undefined of any other. */
export function awsManagedName(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || arn.account !== 'aws' || !arn.resource.startsWith('policy/'))
    return undefined;
  return nameInArn(arn.resource);
}

/** Whether a provider that vouches for principals is of SAML; any other is of OIDC. */
export function isSamlProvider(text: string): boolean {
  return text.includes(':saml-provider/');
}

/** What an identity provider is called in its ARN, `token.actions.githubusercontent.com`; of others the text itself. */
export function providerName(text: string): string {
  return /^(?:oidc|saml)-provider\/(.+)$/s.exec(iamResource(text) ?? '')?.[1] ?? text;
}

/** The role whose session an ARN names, `arn:aws:sts::1:assumed-role/name/session`. The role's path is not in it. */
export function roleOfSession({ service, resource }: Arn): string | undefined {
  return service === 'sts' ? /^assumed-role\/([^/]+)\//.exec(resource)?.[1] : undefined;
}
