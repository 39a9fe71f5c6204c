import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { visibleText, withoutWorkflowCommands } from '../../../src/report/escape-terminal.ts';
import { anyText } from '../../helpers/arbitraries.ts';

const runs = Number(process.env['ROLEKEEPER_PROPERTY_RUNS'] ?? 300);

describe('visible text', () => {
  it.each([
    ['an ANSI escape', '\u001b[31mred', '\\u001b[31mred'],
    ['a newline', 'a\nb\r\n', 'a\\nb\\r\\n'],
    ['a bidirectional override', '\u202egnp', '\\u202egnp'],
    ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
    ['a no-break space', 'a\u00a0b', 'a\\u00a0b'],
    ['an invisible tag character', 'a\u{e0041}', 'a\\u{e0041}'],
    ['a lone surrogate', 'a\ud800', 'a\\ud800'],
    ['a filler letter', '\u3164', '\\u3164'],
  ])('spells out %s', (_name, text, expected) => expect(visibleText(text)).toBe(expected));

  it('leaves ordinary text as it is, in any script', () =>
    expect(visibleText('Zürich → “日本語” 🙂 שלום')).toBe('Zürich → “日本語” 🙂 שלום'));

  it('never holds a control character', () =>
    fc.assert(
      fc.property(anyText(), (text) => !/\p{C}/u.test(visibleText(text).replace(/\p{Cn}|\p{Co}/gu, ''))),
      { numRuns: runs },
    ));
});

describe('a workflow command in a log', () => {
  it.each([
    ['::error file=a::pwned', '\\u003a:error file=a::pwned'],
    ['  ::add-mask::x', '  \\u003a:add-mask::x'],
    ['a\n::stop-commands::x', 'a\n\\u003a:stop-commands::x'],
    ['see ##[error]x', 'see #\\u0023[error]x'],
  ])('is broken: %j', (text, expected) => expect(withoutWorkflowCommands(text)).toBe(expected));

  it.each(['arn:aws:iam::111122223333:root', '::1 or ::/0', '::ffff:10.0.0.1'])('is not seen in %j', (text) =>
    expect(withoutWorkflowCommands(text)).toBe(text),
  );
});
