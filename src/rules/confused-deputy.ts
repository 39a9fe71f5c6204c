import { isNarrowedBy, sayTighter } from './reading/demand.ts';
import { namesSource } from './reading/proofs.ts';
import type { Rule } from './rule.ts';
import { trustEntries } from './reading/trust-entry.ts';

const DOCS = 'https://docs.aws.amazon.com';

/**
 * Services of which AWS documents that they send `aws:SourceArn` or `aws:SourceAccount` when they assume a role, with the
 * page that says so. Of others (EC2, Lambda, Glue, …) nothing is said: a condition on a key that is not sent locks them out.
 */
const SERVICES: Readonly<Record<string, string>> = {
  autoscaling: `${DOCS}/autoscaling/ec2/userguide/cross-service-confused-deputy-prevention.html`,
  bedrock: `${DOCS}/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html`,
  'ecs-tasks': `${DOCS}/AmazonECS/latest/developerguide/task-iam-roles.html`,
  fis: `${DOCS}/fis/latest/userguide/getting-started-iam-service-role.html`,
  greengrass: `${DOCS}/greengrass/v2/developerguide/cross-service-confused-deputy-prevention.html`,
  personalize: `${DOCS}/personalize/latest/dg/cross-service-confused-deputy-prevention.html`,
  redshift: `${DOCS}/redshift/latest/mgmt/cross-service-confused-deputy-prevention.html`,
  sagemaker: `${DOCS}/sagemaker/latest/dg/security-confused-deputy-prevention.html`,
  scheduler: `${DOCS}/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
  states: `${DOCS}/step-functions/latest/dg/procedure-create-iam-role.html`,
  transfer: `${DOCS}/transfer/latest/userguide/confused-deputy.html`,
};

/** A service that can use a role on behalf of other accounts. */
export const confusedDeputy: Rule = {
  about: 'declared',
  find: (integration, { settings }) =>
    trustEntries(integration, 'sts:assumerole', settings)
      .filter(({ conditions }) => !isNarrowedBy(conditions, namesSource(settings)))
      .flatMap(({ address, principals, conditions, location }) =>
        principals.flatMap((principal) => {
          // `states.amazonaws.com`, `states.eu-west-1.amazonaws.com`, `states.amazonaws.com.cn`
          const service =
            /^Service:([a-z0-9-]+)\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/.exec(principal)?.[1] ?? '';
          const page = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
          if (page === undefined) return [];
          return [
            {
              address,
              message: `${principal.slice('Service:'.length)} can assume ${address} on behalf of any account`,
              hint:
                sayTighter(conditions, 'aws:SourceAccount') ??
                sayTighter(conditions, 'aws:SourceArn') ??
                `require your own with StringEquals on aws:SourceAccount, as ${page} recommends`,
              location,
            },
          ];
        }),
      ),
};
