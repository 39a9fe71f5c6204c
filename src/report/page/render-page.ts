import { createHash } from 'node:crypto';
import { visibleText } from '../escape-terminal.ts';
import type { PageModel } from './page-model.ts';

/** What the build made of `page/`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * One file that opens anywhere. It asks for nothing: its policy allows one script and one style, by their hashes
 * (https://www.w3.org/TR/CSP3/#external-hash), and no network at all. Data stands in a block that is never run, and the
 * script puts it on the page as text only.
 */
export function renderPage(model: PageModel, { script, style }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${htmlText(model.title)}</title>
<style>${style}</style>
</head>
<body>
<noscript><p>${htmlText(model.title)}: ${htmlText(model.outcome)} This page needs its own script; the formats text, markdown and csv need none.</p></noscript>
<main id="page"></main>
<script type="application/json" id="data">${dataBlock(model)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function htmlText(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON in which nothing ends a script element or a line of JavaScript, and nothing moves the text around it. */
function dataBlock(model: PageModel): string {
  return JSON.stringify(model, (_key, value: unknown) =>
    typeof value === 'string' ? value.split('\n').map(visibleText).join('\n') : value,
  ).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
