import type { RuleName } from '../model/finding.ts';
import { confusedDeputy } from './confused-deputy.ts';
import { dataOnEverything } from './data-on-everything.ts';
import { federationWithoutAudience } from './federation-without-audience.ts';
import { misleadingCondition } from './misleading-condition.ts';
import { redundantStatement } from './redundant-statement.ts';
import { rootWithPrincipalArn } from './root-with-principal-arn.ts';
import { sharedPrincipalWithoutExternalId } from './shared-principal-without-external-id.ts';
import { vendorAccount } from './vendor-account.ts';
import { fullAdmin } from './full-admin.ts';
import { oidcWithoutSubject } from './oidc-without-subject.ts';
import { opensResources } from './opens-resources.ts';
import { overdueReview } from './overdue-review.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { removesGuards } from './removes-guards.ts';
import type { Rule } from './rule.ts';
import { trustAnybody } from './trust-anybody.ts';
import { trustWithoutExternalId } from './trust-without-external-id.ts';
import { undeclaredOutsideTrust } from './undeclared-outside-trust.ts';
import { userCredentials } from './user-credentials.ts';
import { weakExternalId } from './weak-external-id.ts';
import { wildcardWrite } from './wildcard-write.ts';

/** Every review rule. A new one is a file, a line here, and its default level in model/finding.ts. */
export const RULES: Readonly<Record<RuleName, Rule>> = {
  'trust-anybody': trustAnybody,
  'full-admin': fullAdmin,
  'trust-without-external-id': trustWithoutExternalId,
  'shared-principal-without-external-id': sharedPrincipalWithoutExternalId,
  'weak-external-id': weakExternalId,
  'confused-deputy': confusedDeputy,
  'oidc-without-subject': oidcWithoutSubject,
  'federation-without-audience': federationWithoutAudience,
  'vendor-account': vendorAccount,
  'misleading-condition': misleadingCondition,
  'privilege-escalation': privilegeEscalation,
  'data-on-everything': dataOnEverything,
  'opens-resources': opensResources,
  'removes-guards': removesGuards,
  'wildcard-write': wildcardWrite,
  'user-credentials': userCredentials,
  'overdue-review': overdueReview,
  'undeclared-outside-trust': undeclaredOutsideTrust,
  'redundant-statement': redundantStatement,
  'root-with-principal-arn': rootWithPrincipalArn,
};
