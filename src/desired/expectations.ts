import { parsePrincipalArn, iamArn, isArn, isSamlProvider } from '../model/arn.ts';
import { addressKey, isAddress, kindOf, type Address } from '../model/address.ts';
import type { Diagnostic, Location } from '../model/diagnostic.ts';
import type { ContextKeys, Expectation } from '../model/expectation.ts';
import { KIND_SPECS } from '../kinds/registry.ts';
import { errorAt, show } from './diagnose.ts';
import { contextSchema } from './expectation-schema.ts';
import type { SourceResource } from './source-resource.ts';
import { entryOf, itemsOf, placeAt, textOf, toJson, type SourceMap, type SourceNode } from './source-tree.ts';
import { suggesting, type Suggesting } from './suggest.ts';

/** Entries of `expect:` whose keys do not go together, or that are about what the file does not declare. */
export function checkExpectationKeys(
  root: SourceMap,
  resources: readonly SourceResource[],
  suggestFew: Suggesting = suggesting(),
): readonly Diagnostic[] {
  const declared = new Map(resources.map(({ address }) => [addressKey(address), address]));
  return itemsOf(entryOf(root, 'expect')?.value).flatMap((item) => {
    const key = entryOf(item, 'assume') === undefined ? 'principal' : 'assume';
    return [...checkKeys(item, key), ...checkSubject(item, key, declared, suggestFew)];
  });
}

const ACCESS_EXAMPLE = 'write "principal:", "allow:" or "deny:" with actions, and "on:" with resources';
const ASSUME_EXAMPLE = 'write "assume:", "by:" and "allow: true" or "allow: false"';

function checkKeys(item: SourceNode, subject: 'principal' | 'assume'): readonly Diagnostic[] {
  const has = (key: string): boolean => entryOf(item, key) !== undefined;
  const wrong = (message: string, hint: string): readonly Diagnostic[] => [
    errorAt(item.location, 'bad-expectation', message, hint),
  ];
  const allow = entryOf(item, 'allow')?.value;
  if (subject === 'assume') {
    if (has('principal') || has('on') || has('deny') || !has('by') || allow?.type !== 'scalar') {
      return wrong(
        'an expectation with "assume" says which principal assumes the role, and whether that is allowed',
        ASSUME_EXAMPLE,
      );
    }
    return [];
  }
  if (!has('principal') || !has('on') || has('by') || (!has('deny') && !has('allow'))) {
    const hint = has('by') ? ASSUME_EXAMPLE : ACCESS_EXAMPLE;
    return wrong('an expectation says who may or must not do what, and on what', hint);
  }
  if (allow?.type !== 'scalar') return [];
  return wrong('"allow" has actions, unless the expectation is one of "assume"', ACCESS_EXAMPLE);
}

const SUBJECTS: Readonly<Record<'principal' | 'assume', readonly string[]>> = {
  principal: KIND_SPECS.filter((spec) => spec.holdsPolicies).map((spec) => spec.kind),
  assume: KIND_SPECS.filter((spec) => spec.trustField !== undefined).map((spec) => spec.kind),
};

function checkSubject(
  item: SourceNode,
  key: 'principal' | 'assume',
  declared: ReadonlyMap<string, Address>,
  suggestFew: Suggesting,
): readonly Diagnostic[] {
  const text = textOf(item, key);
  if (text === undefined || !isAddress(text)) return [];
  const place = placeAt(item, [key]);
  if (!SUBJECTS[key].includes(kindOf(text))) {
    const message = `${text} cannot ${key === 'assume' ? 'be assumed' : 'act'}`;
    return [
      errorAt(
        place,
        'bad-expectation',
        message,
        key === 'assume' ? 'name a role' : 'name a role, a user or a group',
      ),
    ];
  }
  if (declared.has(addressKey(text))) return [];
  const near = suggestFew(text, () => [...declared.values()]);
  const hint = near === undefined ? 'declare it, or remove this expectation' : `did you mean ${show(near)}?`;
  return [errorAt(place, 'unknown-address', `this file does not declare ${text}`, hint)];
}

/** The expectations of a file that has no mistakes: one for each action. */
export function expectationsOf(root: SourceMap, partition: string): readonly Expectation[] {
  return itemsOf(entryOf(root, 'expect')?.value).flatMap((item): readonly Expectation[] => {
    const given = entryOf(item, 'with')?.value;
    const context = given === undefined ? undefined : contextSchema.parse(toJson(given));
    const role = textOf(item, 'assume');
    if (role !== undefined && isAddress(role)) {
      const by = principalOf(textOf(item, 'by') ?? '', partition);
      const allow = entryOf(item, 'allow')?.value;
      const verdict = allow?.type === 'scalar' && allow.value === true ? 'allow' : 'deny';
      const location = item.location;
      return [
        {
          expects: 'trust',
          role,
          verdict,
          by,
          action: wayIn(by),
          with: { ...implied(by), ...context },
          location,
        },
      ];
    }
    const principal = textOf(item, 'principal') ?? '';
    if (!isAddress(principal)) return [];
    const on = textsIn(item, 'on').map(({ text }) => text);
    return (['allow', 'deny'] as const).flatMap((verdict) =>
      textsIn(item, verdict).map(({ text, location }) => ({
        expects: 'access' as const,
        principal,
        verdict,
        action: text,
        on,
        ...(context === undefined ? {} : { with: context }),
        location,
      })),
    );
  });
}

function textsIn(item: SourceNode, key: string): readonly { text: string; location: Location }[] {
  return itemsOf(entryOf(item, key)?.value).flatMap((node) =>
    node.type === 'scalar' ? [{ text: String(node.value), location: node.location }] : [],
  );
}

/** `arn:…`, `123456789012`, `glue.amazonaws.com`, `accounts.google.com` or `*`, as canonical statements write it. */
function principalOf(by: string, partition: string): string {
  if (by === '*') return '*';
  if (/^[0-9]{12}$/.test(by)) return `AWS:${iamArn({ partition, account: by }, 'root')}`;
  if (/:(oidc|saml)-provider\//.test(by)) return `Federated:${by}`;
  if (isArn(by)) return `AWS:${by}`;
  return /\.amazonaws\.com(\.cn)?$/.test(by) ? `Service:${by}` : `Federated:${by}`;
}

function wayIn(by: string): string {
  if (!by.startsWith('Federated:')) return 'sts:AssumeRole';
  return isSamlProvider(by) ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
}

/** The condition keys that AWS itself fills in for a role or user. */
function implied(by: string): ContextKeys {
  const arn = parsePrincipalArn(by);
  if (arn?.service !== 'iam' || !/^(?:role|user)\/./.test(arn.resource)) return {};
  return { 'aws:PrincipalArn': by.slice('AWS:'.length), 'aws:PrincipalAccount': arn.account };
}
