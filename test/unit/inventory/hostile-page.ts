import type { PageModel } from '../../../src/report/page/page-model.ts';

/** Names and texts that a page would take for markup, or run. */
export const HOSTILE = [
  '</script><script>window.hacked=1</script>',
  '<img src=x onerror=window.hacked=1>',
  '"><svg/onload=window.hacked=1>',
  'javascript:window.hacked=1',
  '{{constructor.constructor("window.hacked=1")()}}',
  'a\u2028b\u2029c\u202ed',
  '<!-- <script>',
];

/** A page of as many rows, with hostile data in every place. */
export function hostilePage(rows: number): PageModel {
  return {
    title: `Inventory ${HOSTILE[0] ?? ''}`,
    outcome: HOSTILE[1] ?? '',
    facts: HOSTILE,
    unchecked: HOSTILE,
    footer: HOSTILE,
    picture: { left: 'Outside', middle: 'Principal', right: 'Reach' },
    columns: [
      { key: 'name', label: 'Principal' },
      { key: 'who', label: 'Who' },
    ],
    rows: Array.from({ length: rows }, (_, index) => {
      const name = `role/${HOSTILE[index] ?? String(index)}`;
      return {
        name,
        grade: index % 9 === 0 ? 'critical' : index % 2 === 0 ? 'low' : 'medium',
        left: [HOSTILE[index % HOSTILE.length] ?? '', `account ${index % 60}`],
        right: [index % 3 === 0 ? 'everything' : '__proto__'],
        cells: { name: [name], who: [HOSTILE[index % HOSTILE.length] ?? ''] },
        sections: [
          { title: HOSTILE[0] ?? '', lines: HOSTILE },
          { title: 'Trust policy', text: 0 },
        ],
      };
    }),
    texts: [HOSTILE.join('\n')],
  };
}
