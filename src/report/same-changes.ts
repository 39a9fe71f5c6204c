import { parseArn } from '../model/arn.ts';
import type { AssessedIntegration, AssessedPlan } from '../model/assessment.ts';
import { isJsonArray, isJsonObject, type Json, asJson, withTexts } from '../model/json.ts';
import { cautionsOf } from './cautions.ts';
import { maskExternalIds } from './external-id.ts';
import { maskExternalId } from '../model/mask-external-id.ts';
import { isQuiet } from './outcome.ts';
import type { ScopeReport } from './many-scopes.ts';

/** One change of a shared file that is the same in several scopes, but for what stands in `differs`. */
export interface SameChange {
  /** With `${Name}` for the parameters, and `${AWS::AccountId}` for the account. */
  readonly integration: AssessedIntegration;
  readonly file: string;
  /** The folders of the scopes, in their order. */
  readonly directories: readonly string[];
  readonly differs: readonly DifferingParameter[];
}

/** A parameter whose values are not the same in all scopes of a change. */
export interface DifferingParameter {
  readonly name: string;
  /** The most frequent first; absent for an external id, of which no value is shown. */
  readonly values?: readonly { readonly value: string; readonly scopes: number }[];
}

/** What a report is told of a scope: the commands on the terminal know no more of it. */
export type PlannedScopeReport = Pick<ScopeReport, 'directory' | 'plan' | 'parameters'>;

/**
 * The changes of shared files that are the same in two scopes or more, the most frequent first. Two are the same when
 * everything that a reviewer is told of them is, but for the account's own id and for parameters where they stand in the
 * ARN of a resource or for an external id. Wherever else a parameter stands, its value counts: what a role trusts and
 * what it may do is never the same because a name is.
 */
export function sameChanges(reports: readonly PlannedScopeReport[]): readonly SameChange[] {
  const groups = new Map<string, Group>();
  for (const report of reports) {
    for (const integration of report.plan.integrations.filter((one) => isShared(one, report))) {
      const file = integration.file ?? '';
      const parameters = report.parameters.get(file) ?? {};
      const plan = masked({ ...report.plan, integrations: [integration] }, parameters);
      const [own] = plan.integrations;
      if (own === undefined) continue;
      const key = JSON.stringify([file, toldOf(own), cautionsOf({ ...plan, cautions: [] })]);
      const group = groups.get(key) ?? { integration: own, file, ids: idsIn(own, parameters), members: [] };
      group.members.push({ directory: report.directory, parameters });
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .filter(({ members }) => members.length > 1)
    .map(({ integration, file, ids, members }) => ({
      integration,
      file,
      directories: members.map(({ directory }) => directory),
      differs: differencesIn(members, ids),
    }))
    .sort((a, b) => b.directories.length - a.directories.length);
}

/** In how many scopes the change of an integration is the same, by the name of the integration, for one of them. */
export function toldTogether(
  same: readonly SameChange[],
  { directory, plan }: Pick<ScopeReport, 'directory' | 'plan'>,
): ReadonlyMap<string, number> {
  const own = same.filter(({ directories }) => directories.includes(directory));
  return new Map(
    plan.integrations.flatMap(({ integration, file }) => {
      const change = own.find((one) => one.file === file && one.integration.integration === integration);
      return change === undefined ? [] : [[integration, change.directories.length] as const];
    }),
  );
}

interface Group extends Pick<SameChange, 'integration' | 'file'> {
  readonly ids: readonly string[];
  readonly members: Member[];
}

interface Member {
  readonly directory: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function differencesIn(members: readonly Member[], ids: readonly string[]): readonly DifferingParameter[] {
  const names = [...new Set(members.flatMap(({ parameters }) => Object.keys(parameters)))].sort();
  return names.flatMap((name): readonly DifferingParameter[] => {
    const counts = new Map<string, number>();
    for (const { parameters } of members) {
      const value = parameters[name];
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (counts.size < 2) return [];
    if (ids.includes(name)) return [{ name }];
    const values = [...counts].map(([value, scopes]) => ({ value, scopes }));
    return [{ name, values: values.sort((a, b) => b.scopes - a.scopes) }];
  });
}

/** The parameters that stand for an external id somewhere. */
function idsIn(
  integration: AssessedIntegration,
  parameters: Readonly<Record<string, string>>,
): readonly string[] {
  const found = new Set<string>();
  const look = (value: Json, ofId: boolean): void => {
    if (typeof value === 'string' && ofId) found.add(value);
    else if (isJsonArray(value)) for (const item of value) look(item, ofId);
    else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value))
        look(member, isExternalId(key) || (key === 'values' && isExternalId(value['key'])));
    }
  };
  look(asJson(integration), false);
  return Object.keys(parameters).filter((name) => found.has(`\${${name}}`));
}

/** Whether the file of an integration stands outside the folder of its scope, and there is anything to say of it. */
function isShared(integration: AssessedIntegration, { directory }: Pick<ScopeReport, 'directory'>): boolean {
  const { file } = integration;
  return file !== undefined && !file.startsWith(`${directory}/`) && !isQuiet(integration);
}

/** All that is said of an integration but what names the one stack. */
function toldOf({ digest: _digest, stackName: _stack, ...told }: AssessedIntegration): Json {
  return withoutPlaces(asJson(told));
}

/** Where something stands differs where the lines of a scope's include do, and fingerprints are of values. */
const PLACES = ['location', 'fingerprint'];

function withoutPlaces(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutPlaces);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !PLACES.includes(key))
      .map(([key, member]) => [key, withoutPlaces(member)]),
  );
}

function masked(plan: AssessedPlan, parameters: Readonly<Record<string, string>>): AssessedPlan {
  const { account } = plan;
  const named = Object.entries(parameters)
    .filter(([, value]) => value.length >= SHORTEST_VALUE && !/[*?]/.test(value))
    .sort(([, a], [, b]) => b.length - a.length);
  const inArn = (text: string): string =>
    named.reduce((said, [name, value]) => said.replaceAll(value, `\${${name}}`), text);
  const isId = (text: string): string | undefined =>
    named.find(([, value]) =>
      [value, maskExternalId(value, 'ends'), maskExternalId(value, 'fingerprint')].includes(text),
    )?.[0];
  const rename = (value: Json, ofId: boolean): Json => {
    if (typeof value === 'string') {
      if (ofId) return isId(value) === undefined ? value : `\${${isId(value) ?? ''}}`;
      const own = value.replaceAll(account, '${AWS::AccountId}');
      return isResourceArn(own) ? inArn(own) : own;
    }
    if (isJsonArray(value)) return value.map((item) => rename(item, ofId));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        rename(member, isExternalId(key) || (key === 'values' && isExternalId(value['key']))),
      ]),
    );
  };
  const integrations = withTexts(plan.integrations, (json) => rename(json, false));
  return maskExternalIds({ ...plan, integrations });
}

/** Shorter ones stand in any text. */
const SHORTEST_VALUE = 4;

function isExternalId(key: Json | undefined): boolean {
  return typeof key === 'string' && key.toLowerCase() === 'sts:externalid';
}

/** Of anything but IAM and STS: their ARNs say who a principal is. */
function isResourceArn(text: string): boolean {
  const { partition = '*', service = '' } = parseArn(text) ?? {};
  return !/[*?]/.test(partition) && /^(?!(?:iam|sts)$)[a-z0-9-]+$/.test(service);
}
