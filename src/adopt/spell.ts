import { formatArn, isArn, parseArn } from '../model/arn.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { PolicyType } from '../policy/policy-type.ts';
import { documentText, plainText, type Literals } from './literal.ts';
import type { AdoptContext, Parameter } from './parameters.ts';

/** How a file writes the texts of the account: with its parameters, and with what stands for the account itself. */
export interface Spelling {
  readonly context: Pick<AdoptContext, 'settings'>;
  readonly parameters: readonly Parameter[];
  readonly literals: Literals;
}

/** Text outside of documents: only an ARN has something that stands for the account. */
export function spellText(text: string, spelling: Spelling): string {
  return isArn(text) ? spellArn(text, spelling) : plainText(text, spelling.literals);
}

const DOCUMENT_ORDER = ['Version', 'Id', 'Statement'];
const STATEMENT_ORDER = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * A policy document, with its elements in the order in which AWS's own pages have them. `Id` means nothing in an identity
 * policy, and a file may not have it there.
 */
export function spellDocument(document: Json, type: PolicyType, spelling: Spelling): Json {
  if (!isJsonObject(document)) return spellValue(document, '', spelling);
  const { Id, ...rest } = document;
  const meant = type === 'trust' && Id !== undefined ? document : rest;
  return inOrder(meant, DOCUMENT_ORDER, (value, key) => {
    if (key !== 'Statement') return spellValue(value, key, spelling);
    return isJsonArray(value)
      ? value.map((statement) => spellStatement(statement, spelling))
      : spellStatement(value, spelling);
  });
}

export function spellStatement(statement: Json, spelling: Spelling): Json {
  if (!isJsonObject(statement)) return spellValue(statement, '', spelling);
  return inOrder(statement, STATEMENT_ORDER, (value, key) => spellValue(value, key, spelling));
}

function inOrder(
  object: JsonObject,
  order: readonly string[],
  spell: (value: Json, key: string) => Json,
): JsonObject {
  const keys = [
    ...order.filter((key) => Object.hasOwn(object, key)),
    ...Object.keys(object).filter((key) => !order.includes(key)),
  ];
  return Object.fromEntries(keys.map((key) => [key, spell(object[key] ?? null, key)]));
}

/** A value of a document, under a key. */
export function spellValue(value: Json, key: string, spelling: Spelling): Json {
  if (isJsonArray(value)) return value.map((item) => spellValue(item, key, spelling));
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        documentText(name, spelling.literals),
        spellValue(item, name, spelling),
      ]),
    );
  }
  if (typeof value !== 'string') return value;
  if (key.toLowerCase() === 'sts:externalid')
    return reference('external-id', value, spelling) ?? spellPart(value, spelling);
  if (/^\d{12}$/.test(value)) return spellAccount(value, spelling);
  return isArn(value) ? spellArn(value, spelling) : spellPart(value, spelling);
}

function spellArn(text: string, spelling: Spelling): string {
  const { partition, region: home } = spelling.context.settings;
  const arn = parseArn(text);
  if (arn === undefined) return spellPart(text, spelling);
  const { service, region, account, resource } = arn;
  return formatArn({
    partition: arn.partition === partition ? '${AWS::Partition}' : spellPart(arn.partition, spelling),
    service: spellPart(service, spelling),
    region: region === home ? '${AWS::Region}' : spellPart(region, spelling),
    account: spellAccount(account, spelling),
    resource: spellResource(service, resource, spelling),
  });
}

function spellAccount(account: string, spelling: Spelling): string {
  if (account === spelling.context.settings.account) return '${AWS::AccountId}';
  return reference('account', account, spelling) ?? spellPart(account, spelling);
}

function spellResource(service: string, resource: string, spelling: Spelling): string {
  if (service === 's3') {
    const [, bucket = '', rest = ''] = /^([a-z0-9.-]+)(\/.*|$)/s.exec(resource) ?? [];
    const named = reference('bucket', bucket, spelling);
    if (named !== undefined) return `${named}${spellPart(rest, spelling)}`;
  }
  if (service === 'kms' && resource.startsWith('key/')) {
    const named = reference('kms-key', resource.slice('key/'.length), spelling);
    if (named !== undefined) return `key/${named}`;
  }
  return spellPart(resource, spelling);
}

function reference(place: Parameter['place'], value: string, { parameters }: Spelling): string | undefined {
  const found = parameters.find((one) => one.place === place && one.value === value);
  return found === undefined ? undefined : `\${${found.name}}`;
}

/** The own account and region stand in names of buckets and endpoints, too. */
function spellPart(text: string, { context, literals }: Spelling): string {
  const { account, region } = context.settings;
  return documentText(text, literals, (part) =>
    part
      .replaceAll(new RegExp(`(?<!\\d)${account}(?!\\d)`, 'g'), '${AWS::AccountId}')
      .replaceAll(`.${region}.amazonaws.com`, '.${AWS::Region}.amazonaws.com'),
  );
}
