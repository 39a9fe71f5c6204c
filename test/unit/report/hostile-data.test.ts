import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { renderPlan } from '../../../src/report/registry.ts';
import { hostilePlan } from './hostile-plans.ts';
import { runsOf } from '../../helpers/thorough.ts';

const { numRuns } = runsOf(6, 500);

/** A node of the parsed page, as far as these tests look at it. */
interface PageNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly children?: readonly PageNode[];
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw);

function parsePage(markdown: string): PageNode {
  return processor.runSync(processor.parse(markdown));
}

/** The elements that our own markdown makes. */
const OURS = new Set(
  'h2 h3 h4 p ul li strong em code pre table thead tbody tr th td details summary sub blockquote'.split(' '),
);

/** Everything on the page that our own markdown does not make, and text outside code that GitHub would act on. */
function intrudersIn(node: PageNode): readonly string[] {
  if (node.type === 'comment') return [`comment ${node.value ?? ''}`];
  if (node.type === 'text') return intrudersInText(node.value ?? '');
  if (node.tagName === 'code') {
    return (node.children ?? []).filter(({ type }) => type !== 'text').map(({ type }) => `${type} in code`);
  }
  const own = node.tagName === undefined || OURS.has(node.tagName) ? [] : [`element ${node.tagName}`];
  return [...own, ...(node.children ?? []).flatMap(intrudersIn)];
}

/** Mentions, references, commit ids, addresses, emoji: GitHub makes links of them wherever they stand in text. */
const ACTED_ON = /@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|https?:|www\.|[\w.]@\w|:\w+:|[<>`|$]|\p{Cf}/iu;

function intrudersInText(text: string): readonly string[] {
  return ACTED_ON.test(text) ? [`text ${text}`] : [];
}

function elements(node: PageNode, name: string): readonly PageNode[] {
  const inner = (node.children ?? []).flatMap((child) => elements(child, name));
  return node.tagName === name ? [node, ...inner] : inner;
}

/** Data as one span, or our word for none. */
function isName(cell: PageNode | undefined): boolean {
  if (cell === undefined) return false;
  const [only] = cell.children ?? [];
  return elements(cell, 'code').length === 1 || (only?.type === 'text' && only.value === '(empty)');
}

describe('hostile data in every place of a plan', () => {
  it.each(['plan', 'drift'] as const)('becomes nothing but code on the page of a %s', (command) => {
    fc.assert(
      fc.property(
        hostilePlan,
        fc.option(fc.integer({ min: 500, max: 5_000 }), { nil: 70_000 }),
        (plan, limit) => {
          const page = parsePage(renderPlan(plan, 'markdown', { command, color: false, limit }));
          expect(intrudersIn(page)).toEqual([]);
          expect(elements(page, 'h2').length).toBeLessThanOrEqual(1);
          for (const details of elements(page, 'details')) {
            expect(elements(details, 'summary')).toHaveLength(1);
            expect(elements(details, 'pre').length + elements(details, 'ul').length).toBe(1);
          }
          for (const table of elements(page, 'table')) {
            for (const row of elements(table, 'tr').slice(1))
              expect(isName(elements(row, 'td')[0])).toBe(true);
          }
        },
      ),
      { numRuns },
    );
  });

  it('leaves a terminal and a log alone', () =>
    fc.assert(
      fc.property(hostilePlan, fc.constantFrom('plan' as const, 'drift' as const), (plan, command) => {
        for (const format of ['text', 'json'] as const) {
          const text = renderPlan(plan, format, { command, color: false });
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          expect(text).not.toMatch(/##\[|^\s*::[a-z-]+(?:\s.*)?::/m);
        }
      }),
      { numRuns },
    ));
});
