import type { ActionCatalogue } from '../model/action-catalogue.ts';
import type { PatternSet } from '../model/statement.ts';
import { canBeAsked, formatsOf } from './action-resources.ts';
import { gainsOf, type AccessChange, type CompareOptions } from './compare-access.ts';
import { intersect, requestsKey, type RequestSet } from './request-set.ts';
import { resourceDomain } from './resource-domain.ts';
import { NOTHING, type Row, type RowSides } from './rows.ts';
import type { Domain } from './domain.ts';
import { principalBudget } from './step-budget.ts';

/**
 * Actions that AWS asks of several resources in one call, and always of one that its tables mark: a command is sent to an
 * instance, and none without a document. Who may only on the others may nothing.
 *
 * The marks alone are no rule: a query of an index (`dynamodb:Query`), a session through an access point
 * (`s3express:CreateSession`) and an automation by the older name of its document (`ssm:StartAutomationExecution`) are
 * asked of what the tables leave unmarked, and of nothing else. And the policy of a resource may allow what is missing. These
 * are the actions that the review rules and cautions speak of whose call has to name, or makes, a marked resource, of a kind
 * that has no policy.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
 * https://docs.aws.amazon.com/redshift/latest/mgmt/generating-iam-credentials-role-permissions.html
 */
const ASKED_TOGETHER: readonly string[] = [
  'apprunner:CreateService',
  'apprunner:UpdateService',
  'batch:RegisterJobDefinition',
  'batch:SubmitJob',
  'cloudformation:UpdateStackSet',
  'ec2:CreateReplaceRootVolumeTask',
  'ec2:ModifyInstanceAttribute',
  'ec2:RunInstances',
  'redshift:AuthorizeSnapshotAccess',
  'redshift:GetClusterCredentials',
  'sagemaker:CreateTrainingJob',
  'ssm:CreateAssociation',
  'ssm:SendCommand',
  'ssm:UpdateAssociation',
];

/**
 * The ARN formats of which an action is asked in every call, whatever else it is asked of: one of several at least. None
 * where that is not known.
 */
export function neededFor(action: string, catalogue: ActionCatalogue): readonly string[] | undefined {
  const known = ASKED_TOGETHER.find((one) => one.toLowerCase() === action.toLowerCase());
  const [service = '', name = ''] = known?.split(':') ?? [];
  const entry = Object.hasOwn(catalogue.services, service) ? catalogue.services[service] : undefined;
  if (entry === undefined) return undefined;
  const types = Object.values(entry.actions).find((names) => Object.hasOwn(names, name))?.[name] ?? [];
  const marked = formatsOf(
    types.filter((type) => type.endsWith('*')),
    entry,
  );
  return marked?.length === 0 ? undefined : marked;
}

/**
 * Of what is gained, the actions that no call can use: what they need is allowed nowhere, by all policies together and as
 * far as the boundary lets them.
 */
export function idleIn(
  changes: readonly AccessChange[],
  sides: RowSides,
  partition: string,
  options: CompareOptions,
): readonly string[] {
  return ASKED_TOGETHER.filter((action) => {
    const own = changes.filter((change) => hasAction(change, action));
    const needed = own.length === 0 ? undefined : neededFor(action, options.catalogue);
    if (needed === undefined) return false;
    return (
      !own.some((change) => isPlainlyOn(change, needed)) &&
      isNowhere(action, needed, sides, partition, options)
    );
  });
}

function hasAction({ actions: { services, others } }: AccessChange, action: string): boolean {
  const [service = '', name = ''] = action.split(':');
  const own = services.get(service);
  if (own === undefined) return others !== undefined && !others.includes(service);
  return own.actions.some((one) => one.name === name);
}

/** Seen without a comparison: most of what is gained is. */
function isPlainlyOn({ piece: { requests, minus } }: AccessChange, needed: readonly string[]): boolean {
  const { within, without } = requests;
  return (
    without.length + minus.length === 0 &&
    needed.some((format) => within.every((pattern) => canBeAsked([format], pattern)))
  );
}

/** Whether an action is allowed on no resource of some formats; false where that would cost too much to know. */
export function isNowhere(
  action: string,
  formats: readonly string[],
  sides: RowSides,
  partition: string,
  options: CompareOptions,
): boolean {
  const budget = principalBudget(options.budget);
  const wanted: PatternSet = { negated: false, patterns: [action.toLowerCase()] };
  return formats.every((format) => {
    const place: RequestSet = { within: [placesOf(format, partition)], without: [], lines: [] };
    const own = sidesWithin(askableOf(sides, format), [place], resourceDomain(budget));
    const { changes, tooComplex } = gainsOf(wanted, NOTHING, own, { ...options, budget });
    return !tooComplex && !budget.isSpent && changes.length === 0;
  });
}

/**
 * The rows that can be about a resource of a format: as patterns, `volume/*` and `instance/*` have ARNs in common, which
 * name no resource.
 */
function askableOf({ allows, denies, limits }: RowSides, format: string): RowSides {
  const isAbout = ({ requests }: Row): boolean =>
    requests.within.every((pattern) => canBeAsked([format], pattern));
  return { allows: allows.filter(isAbout), denies, limits: limits?.filter(isAbout) };
}

function placesOf(format: string, partition: string): string {
  return format.replace('${Partition}', partition).replace(/\$\{\w+\}/g, '*');
}

/** What is allowed of some places only. */
export function sidesWithin(sides: RowSides, places: readonly RequestSet[], domain: Domain): RowSides {
  const allows = sides.allows.flatMap((row) =>
    places.flatMap((place): readonly Row[] => {
      if (domain.budget.isSpent) return [];
      const requests = intersect(row.requests, place, domain);
      return requests === undefined ? [] : [{ ...row, requests, requestsKey: requestsKey(requests) }];
    }),
  );
  return { ...sides, allows };
}
