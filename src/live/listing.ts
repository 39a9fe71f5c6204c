import * as z from 'zod';
import type { IamReadCall } from '../kinds/kind.ts';
import { keysOf } from '../model/keys.ts';
import { listingSchemas } from './listing-schemas.ts';

export type ListingCall = IamReadCall | 'GetOpenIDConnectProvider' | 'GetPolicy';

/** One file: a whole answer of a command, or one page of it. */
export interface Listing {
  readonly file: string;
  readonly call: ListingCall;
  /** Ends with a token for the next page. */
  readonly truncated: boolean;
  readonly rows: Partial<AllOf<z.infer<(typeof listingSchemas)[ListingCall]>>>;
}

/** A folder with what the `aws` CLI printed, read once. */
export interface LiveFolder {
  readonly directory: string;
  readonly listings: readonly Listing[];
}

/** Of a union, all of its members at once. */
type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The lists by which the answer of a call is told apart from others. `Policies` alone would be ListPolicies. */
const MARKS: Readonly<Record<ListingCall, readonly string[]>> = {
  GetAccountAuthorizationDetails: ['RoleDetailList', 'UserDetailList', 'GroupDetailList'],
  ListRoles: ['Roles'],
  ListInstanceProfiles: ['InstanceProfiles'],
  ListOpenIDConnectProviders: ['OpenIDConnectProviderList'],
  GetOpenIDConnectProvider: ['ThumbprintList'],
  GetPolicy: ['Policy'],
};

const pageSchema = z.looseObject({
  IsTruncated: z.boolean().exactOptional(),
  NextToken: z.string().exactOptional(),
});

/** @returns what the file has, or what is wrong with it in words */
export function parseListing(file: string, text: string): Listing | string {
  const json = parseJson(text);
  if (json.result === 'mistake') return `${file} is not JSON: ${json.mistake}`;
  const page = pageSchema.safeParse(json.value);
  if (!page.success) return `${file} is JSON, but not what the aws CLI prints`;
  const call = keysOf(MARKS).find((one) => MARKS[one].some((list) => list in page.data));
  if (call === undefined) {
    const keys = Object.keys(page.data).join(', ');
    return `${file} is of none of the commands: it has ${keys === '' ? 'nothing' : keys}`;
  }
  const rows = listingSchemas[call].safeParse(json.value);
  if (!rows.success) return `${file} is not what the aws CLI prints: ${firstIssue(rows.error)}`;
  const truncated = page.data.IsTruncated === true || page.data.NextToken !== undefined;
  return { file, call, truncated, rows: rows.data };
}

/** PowerShell writes UTF-16 when the output of a command is saved with ">". */
export function decodeText(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

type Parsed =
  | { readonly result: 'value'; readonly value: unknown }
  | { readonly result: 'mistake'; readonly mistake: string };

function parseJson(text: string): Parsed {
  if (text.trim() === '') return { result: 'mistake', mistake: 'it is empty' };
  try {
    return { result: 'value', value: JSON.parse(text) as unknown };
  } catch (error) {
    return { result: 'mistake', mistake: error instanceof Error ? error.message : String(error) };
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unknown' : `${issue.path.join('.')}: ${issue.message}`;
}
