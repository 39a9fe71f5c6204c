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

/** The fields of what looks like an ARN, wildcards in them or not; undefined of any other text. */
export function parseArn(text: string): Arn | undefined {
  const [, partition = '', service = '', region = '', account = '', resource] =
    /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text) ?? [];
  return resource === undefined ? undefined : { partition, service, region, account, resource };
}

/** The account that owns what an ARN names; undefined when it is AWS itself, and of an ARN without one. */
export function accountOf(text: string): string | undefined {
  const account = parseArn(text)?.account ?? '';
  return /^[0-9]{12}$/.test(account) ? account : undefined;
}

/** The ARN of an AWS principal as the canonical form writes it, `AWS:arn:…`: an account, a role, a user, or a session. */
export function parsePrincipalArn(principal: string): Arn | undefined {
  const arn = principal.startsWith('AWS:') ? parseArn(principal.slice('AWS:'.length)) : undefined;
  if (arn === undefined || arn.region !== '' || !/^[0-9]{12}$/.test(arn.account)) return undefined;
  return arn.service === 'iam' || arn.service === 'sts' ? arn : undefined;
}

/** The name, without its path, of the policy of AWS that an ARN is; undefined of any other. */
export function awsManagedName(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || arn.account !== 'aws' || !arn.resource.startsWith('policy/'))
    return undefined;
  return arn.resource.slice(arn.resource.lastIndexOf('/') + 1);
}

/** The role whose session an ARN names, `arn:aws:sts::1:assumed-role/name/session`. The role's path is not in it. */
export function roleOfSession({ service, resource }: Arn): string | undefined {
  return service === 'sts' ? /^assumed-role\/([^/]+)\//.exec(resource)?.[1] : undefined;
}
