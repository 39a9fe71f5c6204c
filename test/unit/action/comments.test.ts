import { describe, expect, it } from '@jest/globals';
import { BODY_LIMIT } from '../../../src/review/comment-body.ts';
import { parsePlanMarker } from '../../../src/review/marker.ts';
import { expectGolden } from '../../helpers/scenario/golden.ts';
import { REAL_PLANS } from './real-comments.ts';
import { SCENES } from './scenes.ts';

const bodies = new Map(Object.entries(SCENES).map(([name, write]) => [name, write()]));

describe.each([...bodies])('the comment of %s', (name, body) => {
  it('is as its golden file says', () => expectGolden(`test/golden/comments/${name}.md`, body));

  it('fits, and can be read back', () => {
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(parsePlanMarker(body)).toMatchObject({ scope: 'desired' });
  });
});

/** What a reviewer has to know first of each comment of real size; `nothing` where that is so. */
interface Answer {
  /** Who may newly come in. */
  readonly who: readonly string[];
  /** With what proof. */
  readonly proof: readonly string[];
  /** What they can newly do that is dangerous. */
  readonly danger: readonly string[];
}

const NOTHING: readonly string[] = [];

const ANSWERS: Readonly<Record<string, Answer>> = {
  'datadog-new': {
    who: ['`Datadog` (AWS account `464622532012`) can newly assume `role/DatadogIntegrationRole`'],
    proof: ['with an external id'],
    danger: ['Allows reading data of everything', 'cassandra:Select'],
  },
  'prowler-new': {
    who: ['`Prowler` (AWS account `232136659152`) can newly assume `role/ProwlerScan`'],
    proof: ['with an external id'],
    danger: [
      'Allows reading credentials of everything',
      'lambda:GetFunction',
      'Allows reading data of everything',
    ],
  },
  'databricks-wider': {
    who: NOTHING,
    proof: NOTHING,
    danger: ['Allows giving rights', 'iam:PassRole', 'Allows reading data of everything', 's3:GetObject'],
  },
  'external-id-dropped': {
    who: ['`Datadog` (AWS account `464622532012`) can newly assume `role/DatadogIntegrationRole`'],
    proof: ['without proof (before: with an external id)'],
    danger: ['Allows reading credentials of everything', 'secretsmanager:GetSecretValue'],
  },
  'four-at-once': {
    who: [
      'the unknown AWS account `909090909090` can newly assume `role/consultants` without proof',
      '`Datadog` (AWS account `464622532012`) can newly assume `role/DatadogIntegrationRole` with an external id',
      '`Fivetran` (AWS account `834469178297`) can newly assume `role/fivetran-sync` with an external id',
    ],
    proof: ['without proof', 'with an external id'],
    danger: ['Allows everything:** `role/consultants`', 'Allows giving rights', 'iam:PassRole'],
  },
  'github-whole-owner': {
    who: ['the identity provider `GitHub Actions` can newly assume `role/deploy`'],
    proof: ['with the subject `repo:acme/*` (before: with the subject'],
    danger: ['gives rights:<br>iam:PassRole'],
  },
  'administrator-by-hand': {
    who: ['the unknown AWS account `808080808080` can newly assume `role/qwak-data-access`'],
    proof: ['without proof'],
    danger: ['Allows everything by an edit in the account', 'merging does not touch it'],
  },
  'narrowed-to-two-actions': { who: NOTHING, proof: NOTHING, danger: NOTHING },
  'one-policy-in-150': {
    who: NOTHING,
    proof: NOTHING,
    danger: ['Allows reading credentials of everything', 's3:GetDataAccess', 'The same (149 more)'],
  },
  'vendor-leaves': { who: NOTHING, proof: NOTHING, danger: ['Deletes:** `role/DatadogIntegrationRole`'] },
};

/** What stands above the tables, findings and sections, which is what a reviewer sees without scrolling far. */
function firstScreen(body: string): string {
  const visible = body.replace(/<!--[^]*?-->/g, '').trim();
  return visible.split(/\n(?:### |\| |<details)/, 1)[0] ?? '';
}

describe.each(Object.entries(ANSWERS))(
  'the first screen of the comment of %s',
  (name, { who, proof, danger }) => {
    const screen = firstScreen(bodies.get(name) ?? '');

    it('answers who may newly come in, with what proof, and what they can newly do that is dangerous', () => {
      for (const part of [...who, ...proof, ...danger]) expect(screen).toContain(part);
      if (who.length === 0) expect(screen).not.toContain('can newly assume');
      if (danger.length === 0) expect(screen).not.toContain('[!CAUTION]');
    });

    it('draws first the role of which the first caution is', () => {
      const drawn = /\["?(role\/[\w-]+)/.exec(screen)?.[1];
      const [, cautions = ''] = screen.split('[!CAUTION]');
      const cautioned = /role\/[\w-]+/.exec(cautions)?.[0];
      if (drawn !== undefined && cautioned !== undefined) expect(drawn).toBe(cautioned);
    });

    it('is short: a picture, and of words what can be read at once', () => {
      const words = screen.replace(/```mermaid[^]*?```/, '');
      expect(words.length).toBeLessThan(1600);
      expect(screen.split('\n').length).toBeLessThan(60);
    });

    it('has no line in a block that cannot wrap, at 400 pixels as at 1200', () => {
      for (const [, language, block = ''] of screen.matchAll(/```(\w*)\n([^]*?)```/g)) {
        if (language === 'mermaid') continue;
        expect(Math.max(...block.split('\n').map((line) => line.length))).toBeLessThanOrEqual(44);
      }
      // Code spans and words break at spaces and slashes only; GitHub breaks longer ones anywhere.
      expect(screen).not.toMatch(/`[^`\s]{90,}`/);
    });
  },
);

it('every comment of real size has its answers', () => {
  expect(Object.keys(ANSWERS).sort()).toEqual([...REAL_PLANS.keys()].sort());
});
