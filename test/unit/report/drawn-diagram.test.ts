import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { mermaidText } from '../../../src/report/mermaid-label.ts';
import { outsidePicture } from '../../../src/report/outside-picture.ts';
import { entry, integration, plan } from './plan-builders.ts';

const HOSTILE = [
  'x"] --> y["',
  'end',
  'a\nclick r0 href "javascript:hacked()"',
  '`**bold** __strong__ [link](https://evil.example)`',
  '%%{init: {"securityLevel": "loose"}}%%',
  '<img src=x onerror="window.hacked=1">',
  '1. list',
  '- list',
  'https://evil.example',
  'mail@evil.example',
  '#quot; #lt;script#gt;window.hacked=1#lt;/script#gt;',
  'fa:fa-ban $$x^2$$',
  ']):::new',
];

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const inBrowser = CHROMIUM === undefined ? describe.skip : describe;
const script = createRequire(resolve('package.json')).resolve('mermaid/dist/mermaid.min.js');

inBrowser(
  CHROMIUM === undefined ? 'a diagram (skipped: no Chromium)' : 'a diagram, as Mermaid draws it',
  () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
      page = await browser.newPage();
      await page.setContent('<div id="out"></div>');
      await page.addScriptTag({ content: readFileSync(script, 'utf8') });
      // As GitHub does; what the page loads besides would be a way out.
      await page.evaluate('mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })');
    });

    afterAll(() => browser.close());

    it('is the same whatever the names in it are', async () => {
      const outside = {
        ways: HOSTILE.map((name) => ({
          party: { party: 'vendor', name, account: '464622532012', origin: 'settings' } as const,
          principal: '*',
          proof: { proof: 'none' } as const,
          becomes: 'new' as const,
        })),
        reach: [{ level: 'data', actions: HOSTILE.slice(0, 3), more: 0, becomes: 'new' }] as const,
      };
      const role = entry(`role/${HOSTILE[0]}`, { action: 'create', outside });
      const text = outsidePicture(plan({ integrations: [integration('a', [role])] }));
      const diagram = /```mermaid\n([^]*?)\n```/.exec(text)?.[1] ?? '';
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.evaluate(
        `mermaid.render('drawn', ${JSON.stringify(diagram)}).then(({ svg }) => { document.getElementById('out').innerHTML = svg; })`,
      );
      const out = page.locator('#out');
      expect(await out.locator('g.node').count()).toBe(HOSTILE.length + 2);
      expect(await out.locator('path.flowchart-link').count()).toBe(HOSTILE.length + 1);
      expect(await out.locator('a, i, img, script, iframe, strong, em').count()).toBe(0);
      const shown = ((await out.textContent()) ?? '').replace(/\s/g, '');
      expect(shown).not.toMatch(/Unsupportedmarkdown|Syntaxerror/);
      for (const name of HOSTILE) {
        const label = mermaidText(name).replace(/#(\d\d);/g, (_, code) => String.fromCharCode(Number(code)));
        expect(shown).toContain(label.replace(/\s/g, ''));
      }
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(requests).toEqual([]);
    });
  },
);
