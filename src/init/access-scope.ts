import { formatArn, iamArn } from '../model/arn.ts';
import type { Kind } from '../model/address.ts';

/** How CloudFormation gets at IAM: as a role of its own that the stacks carry, or by way of the apply role. */
export type ApplyForm = 'called-via' | 'service-role';

/** The names of a kind that rolekeeper may write; each is a name with its path, or a pattern with `*`. */
export type ManagedNames = Readonly<Partial<Record<Kind, readonly string[]>>>;

/** Of what the least policies are made: one scope, and the roles that rolekeeper works with in its account. */
export interface AccessScope {
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly stackPrefix: string;
  readonly form: ApplyForm;
  /** What the desired files declare, or patterns for it. */
  readonly managed: ManagedNames;
  /** A managed policy that every role and user has to have as its permissions boundary. */
  readonly boundary?: string;
  readonly roles: OwnRoles;
}

/** The names of the roles that rolekeeper works with. */
export interface OwnRoles {
  readonly plan: string;
  readonly apply: string;
  readonly service: string;
}

export const OWN_ROLES: OwnRoles = {
  plan: 'rolekeeper-plan',
  apply: 'rolekeeper-apply',
  service: 'rolekeeper-cloudformation',
};

export function roleArn(scope: AccessScope, name: string): string {
  return iamArn(scope, `role/${name}`);
}

/** The stacks of the scope, whatever their unique ids. */
export function stackArns({ partition, account, region, stackPrefix }: AccessScope): string {
  return formatArn({
    partition,
    service: 'cloudformation',
    region,
    account,
    resource: `stack/${stackPrefix}*`,
  });
}

export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

export function githubProviderArn(scope: AccessScope): string {
  return iamArn(scope, `oidc-provider/${GITHUB_ISSUER}`);
}
