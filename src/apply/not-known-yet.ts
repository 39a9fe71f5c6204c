import type { RolekeeperError } from '../model/failure.ts';
import type { LiveResource } from '../model/live.ts';

/** A principal of a trust policy was refused: it does not exist, or not everywhere yet. */
export function refusesPrincipal({ reason, message }: RolekeeperError): boolean {
  return reason === 'change-set-failed' && message.includes('Invalid principal in policy');
}

/**
 * What CloudFormation says does not exist, and does: the endpoint of IAM that it asked has not heard of it yet
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). It is
 * of any file and any writer; of several, IAM names one at a time.
 *
 * @param existing what was in IAM before the change set; what that one made is gone with its rollback
 */
export function notKnownYet(
  error: RolekeeperError,
  existing: readonly LiveResource[],
): LiveResource | undefined {
  if (error.reason !== 'change-set-failed') return undefined;
  const message = error.message.toLowerCase();
  const isNamed = refusesPrincipal(error)
    ? (arn: string): boolean => message.includes(quoted(arn))
    : (arn: string): boolean => message.includes(`${arn} does not exist or is not attachable`);
  return existing.find(({ arn }) => isNamed(arn.toLowerCase()));
}

/** As it stands in what CloudFormation says, which a message has in quotes itself. */
function quoted(arn: string): string {
  return JSON.stringify(`"${arn}"`).slice(1, -1);
}
