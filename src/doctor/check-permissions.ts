import type { PrincipalPolicies } from '../access/identity-delta.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { evaluate, type AccessRequest, type Decision } from '../policy/evaluate.ts';
import { notChecked, ok, problem, type Check } from './check.ts';
import type { LiveRole } from './live-set-up.ts';

/** What became of one request; `unknown` hangs on policies whose contents were not read. */
export type Answer =
  | { readonly answer: 'allowed' }
  | { readonly answer: 'denied'; readonly decision: Decision }
  | { readonly answer: 'unknown'; readonly policies: readonly string[] };

/** Asks a request of the policies of a principal, as IAM decides it. SCPs and RCPs are not among them. */
export function askPolicies(
  { policies, boundary }: PrincipalPolicies,
  request: AccessRequest,
  partition: string,
): Answer {
  const read = policies.flatMap(({ name, document }) => (document === undefined ? [] : [{ name, document }]));
  const limit =
    boundary?.document === undefined
      ? {}
      : { boundary: { name: boundary.name, document: boundary.document } };
  const decision = evaluate({ kind: 'identity', policies: read, ...limit }, request, { partition });
  const unread = [...policies, ...(boundary === undefined ? [] : [boundary])].flatMap(({ name, document }) =>
    document === undefined ? [name] : [],
  );
  if (decision.verdict === 'explicitly-denied') return { answer: 'denied', decision };
  if (unread.length > 0) return { answer: 'unknown', policies: unread };
  return decision.verdict === 'allowed' ? { answer: 'allowed' } : { answer: 'denied', decision };
}

/** Every action of a policy that a role has to have, asked of its policies as they are, by name. */
export function checkPermissions(
  { name, policies }: LiveRole,
  wanted: JsonObject,
  partition: string,
): readonly Check[] {
  const asked = requestsOf(wanted).map((request) => ({
    request,
    answer: askPolicies(policies, request, partition),
  }));
  const lacking = asked.filter(({ answer }) => answer.answer === 'denied');
  const unknown = asked.filter(({ answer }) => answer.answer === 'unknown');
  const unread = [
    ...new Set(asked.flatMap(({ answer }) => (answer.answer === 'unknown' ? answer.policies : []))),
  ];
  const broad = policies.policies.filter(({ name: arn }) =>
    /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(arn),
  );
  return [
    ...broad.map(({ name: arn }) =>
      problem(`${name} has ${arn} attached`, `detach it: rolekeeper permissions prints what is enough`),
    ),
    ...sayLacking(name, asked, lacking),
    ...(unknown.length === 0
      ? []
      : [
          notChecked(
            `whether ${unread.join(', ')} allows ${name} ${actionsIn(unknown).join(', ')}: its contents were not read`,
            'rolekeeper permissions prints the inline policy that does',
          ),
        ]),
    ...(lacking.length + unknown.length === 0 ? [ok(`${name} is allowed every action that it needs`)] : []),
  ];
}

interface Asked {
  readonly request: AccessRequest;
  readonly answer: Answer;
}

const TEMPLATE = 'rolekeeper permissions --format template, and deploy it';

function sayLacking(name: string, asked: readonly Asked[], lacking: readonly Asked[]): readonly Check[] {
  const byCause = new Map<string, Asked[]>();
  for (const one of lacking) {
    const cause = causeOf(one.answer);
    byCause.set(cause, [...(byCause.get(cause) ?? []), one]);
  }
  return [...byCause].map(([cause, ones]) => {
    const actions = actionsIn(ones).map((action) => onWhat(action, asked, ones));
    return cause === ''
      ? problem(`${name} lacks ${actions.join(', ')}`, TEMPLATE)
      : problem(`${name} is denied ${actions.join(', ')} by ${cause}`, `correct ${cause}, or ${TEMPLATE}`);
  });
}

/** What denies; empty where nothing allows. */
function causeOf(answer: Answer): string {
  if (answer.answer !== 'denied') return '';
  const { deciding, stoppedByBoundary } = answer.decision;
  if (stoppedByBoundary === true) return 'the permissions boundary';
  return deciding === undefined ? '' : `the policy ${deciding.policy}`;
}

/** The action, and the resources where it is allowed on others. */
function onWhat(action: string, asked: readonly Asked[], lacking: readonly Asked[]): string {
  const all = asked.filter(({ request }) => request.action === action).length;
  const own = lacking.filter(({ request }) => request.action === action);
  return own.length === all
    ? action
    : `${action} on ${own.map(({ request }) => request.resource).join(', ')}`;
}

function actionsIn(asked: readonly Asked[]): readonly string[] {
  return [...new Set(asked.map(({ request }) => request.action))];
}

/** One request for each action and resource that the statements allow, with condition keys that they ask for. */
function requestsOf({ Statement }: JsonObject): readonly AccessRequest[] {
  return (isJsonArray(Statement) ? Statement : [Statement])
    .filter(isJsonObject)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition }) =>
      texts(Action).flatMap((action) =>
        texts(Resource).map((resource) => ({
          action,
          resource: resource === '*' ? '*' : filled(resource),
          context: contextFor(Condition),
        })),
      ),
    );
}

function contextFor(condition: Json | undefined): Readonly<Record<string, string>> {
  const keys = Object.values(isJsonObject(condition) ? condition : {}).filter(isJsonObject);
  return Object.fromEntries(
    keys.flatMap((one) => Object.entries(one).map(([key, values]) => [key, filled(texts(values)[0] ?? '')])),
  );
}

/** A text that the pattern matches. */
function filled(pattern: string): string {
  return pattern.replaceAll('*', 'any');
}

function texts(value: Json | undefined): readonly string[] {
  return (isJsonArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
