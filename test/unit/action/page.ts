import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** A node of the parsed page, as far as tests look at it. */
interface PageNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly PageNode[];
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw);

const OURS = new Set(
  'h2 h3 h4 p ul li strong em code pre table thead tbody tr th td details summary sub blockquote'.split(' '),
);

/** Mentions, references, commit ids, addresses, emoji: GitHub makes links of them wherever they stand in text. */
const ACTED_ON = /@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|https?:|www\.|[\w.]@\w|:\w+:|[<>`|$]|\p{Cf}/iu;

/** What stands on the page of a comment that is neither our own markdown nor harmless text. */
export function intrudersOn(markdown: string): readonly string[] {
  return intrudersIn(processor.runSync(processor.parse(markdown)));
}

function intrudersIn(node: PageNode): readonly string[] {
  const inner = (node.children ?? []).flatMap(intrudersIn);
  if (node.type === 'comment') return [`comment ${node.value ?? ''}`];
  if (node.type === 'text') return ACTED_ON.test(node.value ?? '') ? [`text ${node.value ?? ''}`] : [];
  if (node.tagName === 'code') {
    return (node.children ?? []).filter(({ type }) => type !== 'text').map(({ type }) => `${type} in code`);
  }
  if (node.tagName === 'a') {
    const href = String(node.properties?.['href']);
    return href.startsWith('https://github.com/acme/infra/') ? inner : [`link ${href}`];
  }
  return [
    ...(node.tagName === undefined || OURS.has(node.tagName) ? [] : [`element ${node.tagName}`]),
    ...inner,
  ];
}
