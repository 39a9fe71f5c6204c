import { describe, expect, it } from '@jest/globals';
import type { ApplyResult } from '../../../src/model/apply-result.ts';
import { renderApplyResult } from '../../../src/report/registry.ts';
import { handoversMarkdown } from '../../../src/report/say-handover.ts';
import { assessedOf } from '../../helpers/assessed.ts';
import { integration, live, planInput, role, scope } from '../../helpers/resources.ts';

/** What was applied of two integrations: of one all, of the other not. */
function resultOf(handover: string): ApplyResult {
  const declared = (name: string) => integration(name, [role(name)], { handover: [handover] });
  const proof = assessedOf(
    planInput({ scope: scope([declared('done'), declared('failed')]), live: live([]) }),
  );
  return {
    outcomes: [
      { outcome: 'applied', integration: 'done', changeSets: 1 },
      { outcome: 'failed', integration: 'failed', reason: 'not-converged', message: 'it is not as declared' },
    ],
    proof,
  };
}

const text = (handover: string): string => renderApplyResult(resultOf(handover), 'text', { color: false });
const markdown = (handover: string): string =>
  renderApplyResult(resultOf(handover), 'markdown', { color: false });

describe('what is to be handed over', () => {
  it('is printed of what was applied and read again, and of nothing else', () => {
    expect(text('Role: arn').match(/To hand over/g)).toHaveLength(1);
    expect(text('Role: arn')).toContain(
      'To hand over to the third party (rolekeeper handover done prints it again, and with --show-external-ids what is masked):\n  Role: arn\n',
    );
    expect(markdown('Role: arn')).toContain('**To hand over** for `done`:\n\n```text\nRole: arn\n```');
  });

  it('keeps its lines, so that a file in it can be copied', () => {
    expect(text('a:\n\n  b\n')).toContain('\n  a:\n\n    b\n');
  });

  it.each([
    ['ends no block of code', '```\n# Approved\n````\n<img src=x>'],
    ['is no marker of a comment', '<!-- rolekeeper {"kind":"plan"} -->'],
    ['mentions no one', '@octocat #1 https://example.com'],
  ])('in Markdown %s', (_what, hostile) => {
    const page = markdown(hostile);
    const [fence = ''] = /^`{3,}(?=text)/m.exec(page) ?? [];
    const inside = page.split(`${fence}text\n`)[1]?.split(`\n${fence}\n`)[0] ?? '';
    expect(inside.split('\n')).toHaveLength(hostile.split('\n').length);
    expect(page).not.toContain('<!--');
    expect(page.split(`\n${fence}\n`)).toHaveLength(2);
  });

  it('is no command to the runner and moves nothing on a terminal', () => {
    const printed = text('::set-output name=x::y\n  ::error::z\n##[command]rm\n\u001b[2J\u202e\u0007\rover');
    expect(printed).not.toMatch(/^\s*::[a-z-]+.*::/m);
    expect(printed).not.toContain('##[');
    expect(printed).toContain('\\u001b[2J\\u202e\\u0007\n  over');
  });

  it('that has no room in a comment is named, and stands in the summary', () => {
    const { proof } = resultOf('x'.repeat(500));
    expect(handoversMarkdown(['done'], proof, 400)).toBe(
      '**To hand over**, in the summary of the run: `done`',
    );
  });
});
