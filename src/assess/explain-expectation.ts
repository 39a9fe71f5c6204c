import type { AwsManagedVersion } from '../model/access.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { Expectation } from '../model/expectation.ts';
import { sayAskedOf, sayFormat } from '../access/action-resources.ts';
import type { Judgement } from '../access/judge-expectation.ts';
import type { StatementReference } from '../policy/evaluate.ts';

/** What the explanation of a broken expectation needs to know of where things come from. */
export interface Sources {
  /** Where a statement stands in the files. */
  readonly find: (reference: StatementReference) => Location | undefined;
  /** The AWS-managed policies that were read. */
  readonly awsManaged: readonly AwsManagedVersion[];
}

/** An expectation that does not hold, with the statement that decided it. */
export function explainBroken(
  expectation: Expectation,
  judgement: Judgement & { readonly holds: 'no' },
  sources: Sources,
): Diagnostic {
  const reason =
    (expectation.expects === 'access' ? sayResources(expectation.action, judgement) : undefined) ??
    sayReason(judgement, sources);
  const message = `${sayBroken(expectation, judgement)}: ${reason}`;
  const hint = 'correct the policy, or the expectation';
  return { severity: 'error', code: 'expectation-failed', message, hint, location: expectation.location };
}

/** What the action is asked of, where that is what breaks it. */
function sayResources(
  action: string,
  { neverAsked, alsoAsked }: Judgement & { readonly holds: 'no' },
): string | undefined {
  if (neverAsked !== undefined)
    return `${action} is asked ${sayAskedOf(neverAsked.formats, neverAsked.place)}`;
  if (alsoAsked === undefined) return undefined;
  const kinds = alsoAsked.map(sayFormat);
  return `a call of ${action} is also asked of ${kinds.join(' and ')}, and nothing allows it there`;
}

/** The expectation in words: `role/x may s3:GetObject on arn:aws:s3:::logs/*`. */
export function sayExpectation(expectation: Expectation): string {
  const verb = expectation.verdict === 'allow' ? 'may' : 'must not';
  if (expectation.expects === 'trust')
    return `${withoutType(expectation.by)} ${verb} assume ${expectation.role}`;
  return `${expectation.principal} ${verb} ${expectation.action} on ${expectation.on.join(', ')}`;
}

function sayBroken(
  expectation: Expectation,
  { request, tooComplex }: Judgement & { readonly holds: 'no' },
): string {
  if (tooComplex) return `${sayExpectation(expectation)} is not certain`;
  const is = expectation.verdict === 'allow' ? 'is not' : 'is';
  if (expectation.expects === 'trust') {
    const who = withoutType(request?.principal ?? expectation.by);
    return `${who} ${is} allowed to assume ${expectation.role}`;
  }
  const action = request?.action ?? expectation.action;
  return `${expectation.principal} ${is} allowed ${action} on ${request?.resource ?? expectation.on.join(', ')}`;
}

/** `AWS:arn:…` as people write it. */
function withoutType(principal: string): string {
  return principal.replace(/^[A-Za-z]+:(?=.)/, '');
}

function sayReason(
  { decision, request, tooComplex }: Judgement & { readonly holds: 'no' },
  { find, awsManaged }: Sources,
): string {
  if (tooComplex)
    return 'the policies are too complex to compare exactly, and an expectation has to be certain';
  if (decision === undefined && request !== undefined)
    return 'too many expectations are broken to look for the statement of each';
  if (decision === undefined) return 'whether it holds under every condition is not known';
  const { deciding, verdict } = decision;
  if (decision.stoppedByBoundary === true) return 'the boundary does not allow it';
  if (deciding === undefined) return 'no statement allows it';
  const place = find(deciding);
  const version = awsManaged.find(({ arn }) => arn === deciding.policy)?.version;
  const where = place === undefined ? '' : ` (${place.file}:${place.line})`;
  const as = version === undefined ? '' : ` as of ${version}`;
  const sid = deciding.sid === undefined ? '' : ` "${deciding.sid}"`;
  const policy = deciding.policy === 'trust policy' ? 'the trust policy' : deciding.policy;
  return `statement ${deciding.index + 1}${sid} of ${policy}${as}${where} ${verdict === 'allowed' ? 'allows' : 'denies'} it`;
}
