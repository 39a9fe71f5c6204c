import { OWN_ROLES, type AccessScope } from '../init/access-scope.ts';
import { declaredNames, EVERY_NAME } from '../init/managed-names.ts';
import { parseArn } from '../model/arn.ts';
import type { Scope } from '../model/integration.ts';

/** Of what the least policies of a scope are made: its settings, and the names that its files declare. */
export function accessScope({ settings, integrations }: Scope, boundary: string | undefined): AccessScope {
  return {
    partition: settings.partition,
    account: settings.account,
    region: settings.region,
    stackPrefix: settings.stackPrefix,
    form: settings.cloudFormationRole === undefined ? 'called-via' : 'service-role',
    managed: declaredNames(integrations) ?? EVERY_NAME,
    roles: { ...OWN_ROLES, service: nameOf(settings.cloudFormationRole) ?? OWN_ROLES.service },
    ...(boundary === undefined ? {} : { boundary }),
  };
}

function nameOf(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : parseArn(arn)?.resource.replace(/^role\//, '');
}
