import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { trustDelta } from '../../../src/access/trust-delta.ts';
import type { AssumeGrant, TrustDelta } from '../../../src/model/access.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { sayTrustDelta, type TrustSentence } from '../../../src/report/say-newcomer.ts';
import { AS_IT_IS } from '../../../src/report/say-statement.ts';
import type { ActionCatalogue } from '../../../src/model/action-catalogue.ts';
import { runsOf } from '../../helpers/thorough.ts';
import { LONGEST_RUN, trustPolicy } from '../policy/generate-policy.ts';

const CATALOGUE: ActionCatalogue = {
  source: 'test',
  services: {
    sts: {
      resources: {},
      actions: {
        Write: {
          AssumeRole: [],
          AssumeRoleWithSAML: [],
          AssumeRoleWithWebIdentity: [],
          SetSourceIdentity: [],
        },
        Tagging: { TagSession: [] },
      },
    },
  },
};
const OPTIONS = { context: { partition: 'aws' }, catalogue: CATALOGUE };

function deltaOf(before: JsonObject | undefined, after: JsonObject | undefined): TrustDelta {
  const delta = trustDelta(before, after, OPTIONS);
  if (delta === undefined) throw new Error('not well-formed');
  return delta;
}

/** CI tries 20,000 pairs. */
const PAIRS = runsOf(20);

/** Whether a sentence says by its words what it is counted as: it opens, it closes, or it exchanges one proof for another. */
function isInItsWords({ text, opens, closes }: TrustSentence): boolean {
  if (/ requires (?:another|something else) /.test(text)) return true;
  const says = {
    opens: /(?:can|may) newly |no longer requires | also accepts | accepts more /.test(text),
    closes:
      /(?:can no longer|may no longer be able to) | newly requires | no longer accepts | accepts less /.test(
        text,
      ),
  };
  return opens !== closes && says.opens === opens && says.closes === closes;
}

it(
  'the sentences about each principal open where the delta gains, close where it loses, and nowhere else',
  () => {
    fc.assert(
      fc.property(trustPolicy, trustPolicy, (before, after) => {
        const delta = deltaOf(before, after);
        const sentences = sayTrustDelta(delta, 'it', AS_IT_IS);
        const named = (grants: readonly AssumeGrant[]): readonly string[] =>
          [...new Set(grants.flatMap(({ on }) => on))].sort();
        const said = (effect: 'opens' | 'closes'): readonly string[] =>
          [...new Set(sentences.filter((one) => one[effect]).flatMap((one) => one.principals))].sort();
        expect({ opens: said('opens'), closes: said('closes') }).toEqual({
          opens: named([...delta.gains, ...delta.mayGain]),
          closes: named([...delta.loses, ...delta.mayLose]),
        });
        expect(sentences.filter((one) => !isInItsWords(one))).toEqual([]);
      }),
      PAIRS,
    );
  },
  LONGEST_RUN,
);

const GITHUB = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const VENDOR = 'arn:aws:iam::999988887777:root';

interface Line {
  readonly [element: string]: string | JsonObject;
}

function policy(...lines: readonly Line[]): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: lines.map((line) => ({
      Effect: 'Allow',
      Principal: { AWS: VENDOR },
      Action: 'sts:AssumeRole',
      ...line,
    })),
  };
}

function id(value: string): JsonObject {
  return { StringEquals: { 'sts:ExternalId': value } };
}

const ORGANISATION: JsonObject = { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdef1234' } };
const OUTSIDE: JsonObject = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdef1234' } };
const ORG = 'from the organization o-abcdef1234';
const FEDERATION = { Principal: { Federated: GITHUB } };
const SUBJECT: JsonObject = { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' } };
const ANYBODY = { Principal: '*' };

/** What is before, what is after, and the sentences, each with the sign that it stands under. */
const CASES: readonly (readonly [string, JsonObject, JsonObject, readonly string[]])[] = [
  [
    'a federation that could not assume the role with sts:AssumeRole newly can with its tokens',
    policy(FEDERATION),
    policy({ ...FEDERATION, Action: 'sts:AssumeRoleWithWebIdentity', Condition: SUBJECT }),
    [
      '+ the identity provider token.actions.githubusercontent.com can newly assume it, only with the subject repo:acme/*',
    ],
  ],
  [
    'an account that could only tag sessions newly assumes the role',
    policy({ Action: 'sts:TagSession' }),
    policy({ Condition: id('k3j4') }),
    [
      '+ AWS account 999988887777 can newly assume it with the external id k3j4',
      '- AWS account 999988887777 can no longer call TagSession on it',
    ],
  ],
  [
    'an account that could only set its source identity newly assumes the role from an organisation',
    policy({ Action: 'sts:SetSourceIdentity' }),
    policy({ Condition: ORGANISATION }),
    [
      `+ AWS account 999988887777 can newly assume it, only ${ORG}`,
      '- AWS account 999988887777 can no longer call SetSourceIdentity on it',
    ],
  ],
  [
    'a loss is no requirement that is dropped',
    policy({ Condition: id('k3j4') }),
    policy({ Action: 'sts:TagSession' }),
    [
      '+ AWS account 999988887777 can newly call TagSession on it, without further proof',
      '- AWS account 999988887777 can no longer assume it with the external id k3j4',
    ],
  ],
  [
    'what can assume the role comes before what it can call',
    policy({ ...ANYBODY, Action: '*' }),
    policy({ Condition: id('k3j4') }),
    [
      '- anybody (*) can no longer assume it, only AWS account 999988887777 (with the external id k3j4)',
      '- anybody (*) can no longer call AssumeRoleWithSAML, AssumeRoleWithWebIdentity, TagSession, SetSourceIdentity on it',
    ],
  ],
  [
    'an account that a Deny kept out newly assumes the role',
    policy({ Condition: id('aaaa') }, { Effect: 'Deny', ...ANYBODY }),
    policy({ Condition: id('bbbb') }),
    ['+ AWS account 999988887777 can newly assume it with the external id bbbb'],
  ],
  [
    'another external id in the place of one both opens and closes',
    policy({ Condition: id('aaaa') }),
    policy({ Condition: id('bbbb') }),
    ['± it requires another external id from AWS account 999988887777: bbbb instead of aaaa'],
  ],
  [
    'another external id only closes where the new one let everybody in before',
    policy({ Condition: id('aaaa') }, { ...ANYBODY, Condition: id('bbbb') }),
    policy({ Condition: id('bbbb') }, { ...ANYBODY, Condition: id('bbbb') }),
    ['- it requires another external id from AWS account 999988887777: bbbb instead of aaaa'],
  ],
  [
    'another external id only opens where everybody keeps the old one',
    policy({ Condition: id('aaaa') }, { ...ANYBODY, Condition: id('aaaa') }),
    policy({ Condition: id('bbbb') }, { ...ANYBODY, Condition: id('aaaa') }),
    ['+ it requires another external id from AWS account 999988887777: bbbb instead of aaaa'],
  ],
  [
    'those who keep it need no proof, and the sentence says so',
    policy({ ...ANYBODY, Condition: ORGANISATION }),
    policy({}),
    [
      `+ AWS account 999988887777 can newly assume it from outside the organization o-abcdef1234, without further proof`,
      `- anybody (*) ${ORG} can no longer assume it, only AWS account 999988887777 (without further proof)`,
    ],
  ],
  [
    'those who cannot call an action are not said to keep it',
    policy({ ...ANYBODY, Action: 'sts:AssumeRoleWithWebIdentity' }),
    policy({ Condition: id('k3j4') }),
    [
      '+ AWS account 999988887777 can newly assume it with the external id k3j4',
      '- anybody (*) can no longer call AssumeRoleWithWebIdentity on it',
    ],
  ],
  [
    'an external id that stays required is said of all',
    policy({ Condition: id('aaaa') }),
    policy({ ...ANYBODY, Condition: id('aaaa') }),
    ['+ anybody (*) with the external id aaaa can newly assume it, not only AWS account 999988887777'],
  ],
];

describe('the sentences of a trust policy', () => {
  it('are as many where the delta is not certain, and say so', () => {
    const { gains, loses, ...rest } = deltaOf(policy({ Action: 'sts:TagSession' }), policy({}));
    const unsure = { ...rest, gains: [], loses: [], mayGain: gains, mayLose: loses };
    expect(sayTrustDelta(unsure, 'it', AS_IT_IS).map(({ text }) => text)).toEqual([
      'AWS account 999988887777 may newly assume it, without further proof',
      'AWS account 999988887777 may no longer be able to call TagSession on it',
    ]);
  });

  it.each(CASES)('%s', (_title, before, after, says) => {
    const sentences = sayTrustDelta(deltaOf(before, after), 'it', AS_IT_IS);
    const signs = sentences.map(
      ({ opens, closes, text }) => `${opens && closes ? '±' : opens ? '+' : '-'} ${text}`,
    );
    expect(signs).toEqual(says);
  });

  it('says that people outside an organisation are shut out', () => {
    const before = policy({ Condition: id('aaaa') });
    const after = policy({}, { ...ANYBODY, Effect: 'Deny', Condition: OUTSIDE });
    const effects = sayTrustDelta(deltaOf(before, after), 'it', AS_IT_IS);
    expect([effects.some(({ opens }) => opens), effects.some(({ closes }) => closes)]).toEqual([true, true]);
  });

  it.each(['*', 'sts:*'])('says who can assume a role by Action %s', (Action) => {
    const { gains } = deltaOf(undefined, policy({ ...ANYBODY, Action }));
    expect(gains.flatMap(({ actions }) => actions)).toContain('AssumeRole');
  });

  it('says who can assume a role by NotAction of another service', () => {
    const after = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', NotAction: 'iam:*' }],
    };
    expect(deltaOf(undefined, after).gains.flatMap(({ actions }) => actions)).toContain('AssumeRole');
  });
});
