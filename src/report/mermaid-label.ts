/*
 * Text in a Mermaid diagram. A label stands in double quotes, and what stands there is read once by Mermaid's grammar, once
 * as Markdown and once as HTML (https://mermaid.js.org/syntax/flowchart.html#special-characters-that-break-syntax). Names are
 * hostile, so nothing reaches any of the three but letters, digits and a few signs that mean nothing to them; what IAM allows in names beyond
 * that is written as an entity code, and everything else is left out of the picture. The words have it as it is.
 */

/** Longer names are cut in the middle: their ends tell them apart. */
const LONGEST = 44;

/** Signs that IAM allows in names and that Markdown reads, by their entity codes. */
const ENTITIES: Readonly<Record<string, string>> = { '@': '#64;', _: '#95;', '*': '#42;' };

/** Data as text within a quoted label. */
export function mermaidText(data: string): string {
  const plain = Array.from(shortened(data.normalize('NFC')), (character) => {
    if (/^[A-Za-z0-9 .,:/+=()-]$/.test(character)) return character;
    return ENTITIES[character] ?? (/^\p{Script=Latin}$/u.test(character) ? character : '·');
  }).join('');
  return withoutMarks(plain).trim() || '·';
}

/** What Markdown takes for a link, or at the beginning for a list; and what Mermaid takes for an icon. */
function withoutMarks(text: string): string {
  return text
    .replace(/\/\//g, '/ /')
    .replace(/www\./gi, 'www·')
    .replace(/:(?=fa)/gi, '·')
    .replace(/^\s*(?:[-+=]+|\d+[.)])(?= |$)/, (mark) => mark.replace(/[-+=.)]/g, '·'));
}

function shortened(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= LONGEST) return text;
  const tail = Math.floor(LONGEST / 3);
  return `${characters.slice(0, LONGEST - tail - 1).join('')}·${characters.slice(-tail).join('')}`;
}
