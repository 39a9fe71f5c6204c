// Draws the Mermaid blocks of a page as GitHub does: with its defaults, in strict mode, in the theme of the page.
import { fileURLToPath } from 'node:url';

const MERMAID = fileURLToPath(import.meta.resolve('mermaid/dist/mermaid.min.js'));

/** The blocks of rendered Markdown as elements that {@link drawDiagrams} finds. */
export function withDiagrams(html) {
  return html.replace(
    /<pre><code class="language-mermaid">([^]*?)<\/code><\/pre>/g,
    (_all, text) => `<pre class="mermaid">${text}</pre>`,
  );
}

/** Draws what {@link withDiagrams} has marked; fails where Mermaid does not understand a diagram. */
export async function drawDiagrams(page, theme) {
  if ((await page.locator('pre.mermaid').count()) === 0) return;
  await page.addScriptTag({ path: MERMAID });
  await page.evaluate(
    async (name) => {
      window.mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: name });
      await window.mermaid.run({ querySelector: 'pre.mermaid' });
    },
    theme === 'dark' ? 'dark' : 'default',
  );
}
