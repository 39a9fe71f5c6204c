import { noSuchEntity } from '../aws-error.ts';
import type {
  Entity,
  Group,
  IamState,
  InstanceProfile,
  ManagedPolicy,
  OidcProvider,
  Role,
  User,
} from './records.ts';

export type EntityKind = 'role' | 'user' | 'group';

/** IAM of one account. Names are looked up without regard to case. */
export class IamStore {
  readonly account: string;
  readonly roles = new Map<string, Role>();
  readonly users = new Map<string, User>();
  readonly groups = new Map<string, Group>();
  readonly policies = new Map<string, ManagedPolicy>();
  readonly instanceProfiles = new Map<string, InstanceProfile>();
  /** By URL: another case is another provider. */
  readonly oidcProviders = new Map<string, OidcProvider>();

  constructor(account: string, state?: IamState) {
    this.account = account;
    this.load(state);
  }

  /** Becomes what a state says. */
  load(state: IamState | undefined): void {
    for (const map of [
      this.roles,
      this.users,
      this.groups,
      this.policies,
      this.instanceProfiles,
      this.oidcProviders,
    ])
      map.clear();
    for (const role of state?.roles ?? []) this.roles.set(keyOf(role.name), role);
    for (const user of state?.users ?? []) this.users.set(keyOf(user.name), user);
    for (const group of state?.groups ?? []) this.groups.set(keyOf(group.name), group);
    for (const policy of state?.policies ?? []) this.policies.set(keyOf(policy.name), policy);
    for (const one of state?.instanceProfiles ?? []) this.instanceProfiles.set(keyOf(one.name), one);
    for (const one of state?.oidcProviders ?? []) this.oidcProviders.set(one.url, one);
  }

  /** A copy of everything, as plain JSON. */
  save(): IamState {
    return structuredClone({
      roles: [...this.roles.values()],
      users: [...this.users.values()],
      groups: [...this.groups.values()],
      policies: [...this.policies.values()],
      instanceProfiles: [...this.instanceProfiles.values()],
      ...(this.oidcProviders.size === 0 ? {} : { oidcProviders: [...this.oidcProviders.values()] }),
    });
  }

  role(name: string): Role {
    return found(this.roles.get(keyOf(name)), `The role with name ${name} cannot be found.`);
  }

  user(name: string): User {
    return found(this.users.get(keyOf(name)), `The user with name ${name} cannot be found.`);
  }

  group(name: string): Group {
    return found(this.groups.get(keyOf(name)), `The group with name ${name} cannot be found.`);
  }

  entity(kind: EntityKind, name: string): Entity {
    if (kind === 'role') return this.role(name);
    return kind === 'user' ? this.user(name) : this.group(name);
  }

  instanceProfile(name: string): InstanceProfile {
    return found(this.instanceProfiles.get(keyOf(name)), `Instance Profile ${name} cannot be found.`);
  }

  /** An identity provider by its ARN. */
  oidcProvider(arn: string): OidcProvider {
    return found(this.findOidcProvider(arn), `OpenIDConnect Provider not found for arn ${arn}`);
  }

  findOidcProvider(arn: string): OidcProvider | undefined {
    const provider = this.oidcProviders.get(arn.slice(arn.indexOf('/') + 1));
    return provider !== undefined && this.oidcProviderArn(provider) === arn ? provider : undefined;
  }

  oidcProviderArn({ url }: { readonly url: string }): string {
    return `arn:aws:iam::${this.account}:oidc-provider/${url}`;
  }

  /** A customer managed policy by its ARN. */
  policy(arn: string): ManagedPolicy {
    return found(this.findPolicy(arn), `Policy ${arn} was not found.`);
  }

  findPolicy(arn: string): ManagedPolicy | undefined {
    const policy = this.policies.get(keyOf(arn.slice(arn.lastIndexOf('/') + 1)));
    return policy !== undefined && keyOf(this.policyArn(policy)) === keyOf(arn) ? policy : undefined;
  }

  arn(kind: EntityKind | 'instance-profile', one: { readonly path: string; readonly name: string }): string {
    return `arn:aws:iam::${this.account}:${kind}${one.path}${one.name}`;
  }

  policyArn(policy: { readonly path: string; readonly name: string }): string {
    return `arn:aws:iam::${this.account}:policy${policy.path}${policy.name}`;
  }

  /** Every role, user and group. */
  entities(): readonly (readonly [EntityKind, Entity])[] {
    const of = (kind: EntityKind, entities: ReadonlyMap<string, Entity>) =>
      [...entities.values()].map((entity): readonly [EntityKind, Entity] => [kind, entity]);
    return [...of('role', this.roles), ...of('user', this.users), ...of('group', this.groups)];
  }
}

/** Names that differ in case only are the same name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function keyOf(name: string): string {
  return name.toLowerCase();
}

/** Values of a map of records, sorted by name. */
export function byName<T extends { readonly name: string }>(records: ReadonlyMap<string, T>): readonly T[] {
  return [...records.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}

function found<T>(record: T | undefined, message: string): T {
  if (record === undefined) throw noSuchEntity(message);
  return record;
}
