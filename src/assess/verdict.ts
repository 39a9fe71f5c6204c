import { createHash } from 'node:crypto';
import type { AccessDelta, AssumeGrant, Permission } from '../model/access.ts';
import { addressKey, type Address, isAddress } from '../model/address.ts';
import type { Assessment, IntegrationAssessment } from '../model/assessment.ts';
import { canonicalJson, type Json, plainJson } from '../model/json.ts';
import type { Integration, Scope, Settings } from '../model/integration.ts';
import type { Expectation } from '../model/expectation.ts';
import { sayExpectation } from './explain-expectation.ts';
import type { Verdict, VerdictItem } from '../model/verdict.ts';

/**
 * What a reviewer was told of each integration besides the change itself: blockers, findings, exceptions, holds, guards,
 * expectations and access. No cause, vendor name, message, clock or version is in it, and of AWS's own policies the ARN
 * alone, so that nothing moves a verdict but what a reviewer has to know.
 *
 * @param scope with the guards by which it was judged
 */
export function verdictsOf(assessment: Assessment, scope: Scope): ReadonlyMap<string, Verdict> {
  const declared = new Map(scope.integrations.map((integration) => [integration.name, integration]));
  return new Map(
    [...assessment.integrations].map(([name, said]) => [
      name,
      verdictOf(said, declared.get(name), scope.settings),
    ]),
  );
}

function verdictOf(
  said: IntegrationAssessment,
  integration: Integration | undefined,
  settings: Settings,
): Verdict {
  const items = distinct([...findingItems(said), ...accessItems(said), ...expectationItems(said)]);
  const kept = keptIn(said);
  const all: Json = {
    items: items.map(({ id }) => id),
    kept: kept.map(({ id }) => id),
    blockers: blockerFacts(said),
    file: integration === undefined ? null : acceptedBy(integration),
    guards: guardFacts(settings),
  };
  return { hash: sha256(canonicalJson(all), 'hex'), items, kept };
}

function blockerFacts({ blockers, entries }: IntegrationAssessment): readonly Json[] {
  const whole = blockers.map(({ code }): Json => ['', code]);
  const single = [...entries].flatMap(([key, entry]) => entry.blockers.map(({ code }): Json => [key, code]));
  return sorted([...whole, ...single]);
}

/** What a file asks a reviewer to accept, and the tests that it is held to. */
function acceptedBy(integration: Integration): Json {
  const { exceptions = [], hold, ignore, expectations = [], reviewBy, expires } = integration;
  return {
    exceptions: sorted(
      exceptions.map(({ rule, address, until }) => [rule, addressKey(address), until ?? null]),
    ),
    holds: sorted(
      hold.map(({ address, field, drift, until }) => [addressKey(address), field ?? null, drift, until]),
    ),
    ignores: sorted(ignore.map(({ address, field }) => [addressKey(address), field])),
    expectations: sorted(expectations.map(identityOf)),
    observed: integration.observe,
    suspended: integration.suspended === true,
    ...(reviewBy === undefined ? {} : { reviewBy }),
    ...(expires === undefined ? {} : { expires }),
  };
}

/** The settings that decide about more than this one pull request. */
function guardFacts({ requireReview, maxDeletes, rules, ownAccounts, ignoreTags }: Settings): Json {
  return {
    requireReview: requireReview ?? 'plan',
    maxDeletes,
    rules: plainJson(rules ?? {}),
    ownAccounts: [...(ownAccounts ?? [])].sort(),
    ignoreTags: [...ignoreTags].sort(),
  };
}

function findingItems({ findings = [] }: IntegrationAssessment): readonly VerdictItem[] {
  return findings.map(({ rule, level, address }) =>
    item(`the ${level} ${rule} for ${address}`, ['finding', rule, level, addressKey(address)]),
  );
}

/** By what they say and what became of them: no message, and no place in the file, makes one another one. */
function expectationItems({ outcomes = [] }: IntegrationAssessment): readonly VerdictItem[] {
  return outcomes
    .filter(({ outcome }) => outcome !== 'kept')
    .map(({ expectation, outcome }) =>
      item(`an expectation that is ${outcome}: ${sayExpectation(expectation)}`, [
        outcome,
        identityOf(expectation),
      ]),
    );
}

function keptIn({ outcomes = [] }: IntegrationAssessment): readonly VerdictItem[] {
  return distinct(
    outcomes
      .filter(({ outcome }) => outcome === 'kept')
      .map(({ expectation }) => item(sayExpectation(expectation), ['kept', identityOf(expectation)])),
  );
}

function identityOf({ location: _location, ...expectation }: Expectation): Json {
  return plainJson(expectation);
}

function accessItems({ entries }: IntegrationAssessment): readonly VerdictItem[] {
  return [...entries].flatMap(([key, { access, accessByArn = access }]) =>
    accessByArn === undefined || !isAddress(key) ? [] : gainsOf(key, accessByArn),
  );
}

/** Of access only what is gained, or may be: less of it does no harm. */
function gainsOf(address: Address, access: AccessDelta): readonly VerdictItem[] {
  const { gains, mayGain, trust, unread } = access;
  return [
    ...gains.map((permission) => permissionItem(address, 'gains', permission)),
    ...mayGain.map((permission) => permissionItem(address, 'may gain', permission)),
    ...(trust?.gains ?? []).map((grant) => trustItem(address, 'newly lets in', grant)),
    ...(trust?.mayGain ?? []).map((grant) => trustItem(address, 'may newly let in', grant)),
    ...(trust?.proofs ?? [])
      .filter(({ change }) => change !== 'added' && change !== 'tightened')
      .map((proof) =>
        item(`${address} asks less of ${proof.principal}`, ['proof', addressKey(address), plainJson(proof)]),
      ),
    ...unread
      .filter(({ change }) => change !== 'detached')
      .map(({ policy, role, change }) =>
        item(`${address} has ${policy}, which is ${change}`, [
          'policy',
          addressKey(address),
          policy,
          role,
          change,
        ]),
      ),
  ];
}

function permissionItem(address: Address, verb: string, permission: Permission): VerdictItem {
  const { service, every, actions, on } = permission;
  const what = every ? `every action of ${service}` : actions.map((name) => `${service}:${name}`).join(', ');
  const { levels: _levels, ...facts } = permission;
  return item(`${address} ${verb} ${what} on ${on.join(', ')}`, [
    verb,
    addressKey(address),
    plainJson(facts),
  ]);
}

function trustItem(address: Address, verb: string, grant: AssumeGrant): VerdictItem {
  const text = `${address} ${verb} ${grant.on.join(', ')}`;
  return item(text, [verb, addressKey(address), plainJson(grant)]);
}

/** 48 bits: what apply compares is what an approved plan came to, and no text of anybody's choice. */
const ID_LENGTH = 8;

function item(text: string, facts: Json): VerdictItem {
  return { id: sha256(canonicalJson(facts), 'base64url').slice(0, ID_LENGTH), text };
}

function distinct(items: readonly VerdictItem[]): readonly VerdictItem[] {
  const byId = new Map(items.map((one) => [one.id, one]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function sha256(text: string, encoding: 'hex' | 'base64url'): string {
  return createHash('sha256').update(text, 'utf8').digest(encoding);
}

function sorted(values: readonly Json[]): readonly Json[] {
  return [...values].sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
}
