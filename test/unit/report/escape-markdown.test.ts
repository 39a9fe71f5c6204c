import { describe, expect, it } from '@jest/globals';
import { codeSpan, fencedBlock, prose, tableCell } from '../../../src/report/escape-markdown.ts';

describe('a code span', () => {
  it.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['a``', '``` a`` ```'],
    [' a', '`  a `'],
    ['', '(empty)'],
    ['two\nlines', '`two\\nlines`'],
    ['<!-- rolekeeper', '`<\\u0021-- rolekeeper`'],
  ])('of %j', (data, expected) => expect(codeSpan(data)).toBe(expected));
});

describe('a table cell', () => {
  it.each([
    ['`a|b`', '`a\\|b`'],
    ['`a\\|b`', '`a\\\\u007cb`'],
    ['`a\\b`', '`a\\b`'],
  ])('of %j has no live pipe', (markdown, expected) => expect(tableCell(markdown)).toBe(expected));
});

describe('a fenced block', () => {
  it('has a fence longer than any run of backticks in it', () =>
    expect(fencedBlock('diff', ['+ ````', '```'])).toBe('`````diff\n+ ````\n```\n`````'));
  it('has at least three backticks', () => expect(fencedBlock('text', ['a'])).toBe('```text\na\n```'));
});

describe('prose', () => {
  it.each([
    ['role/x belongs to the stack foo', '`role/x` belongs to the stack foo'],
    ['ping @octocat and @you about #1', 'ping `@octocat` and `@you` about `#1`'],
    ['see https://evil.example.', 'see `https://evil.example`.'],
    ['**bold** _it_ [a](b)', '`**bold** _it_ [a](b)`'],
    ['commit deadbeef01 or acceded', 'commit `deadbeef01` or `acceded`'],
    ['write "delete: [role/x]" in a.yaml', 'write `delete: [role/x]` in `a.yaml`'],
    ['run "plan" again', 'run "plan" again'],
    ['a\n# heading', '`a\\n#` heading'],
    ['the file says "safe to merge", not we', 'the file says `safe to merge`, not we'],
    ['it says "C:\\\\temp\\\\" twice', 'it says `C:\\temp\\` twice'],
    ['it says "a \\" safe to merge \\" b"', 'it says ``a " safe to merge " b``'.replaceAll('``', '`')],
    [
      'ask for it (StringEquals on sts:ExternalId); else',
      'ask for it (StringEquals on `sts:ExternalId`); else',
    ],
    ['of one (s3:GetObject alone)', 'of one (`s3:GetObject` alone)'],
    ['of the policy <b>x</b>)', 'of the policy `<b>x</b>`)'],
    ['f(x) and g(x);', '`f(x)` and `g(x)`;'],
    ['a :) or ((b/c', 'a `:`) or `((b/c`'],
    ["it's 3 of them, isn't it?", "it's 3 of them, isn't it?"],
    ['owner o/r#1 GH-12 a@b.example', 'owner `o/r#1 GH-12 a@b.example`'],
  ])('of %j', (sentence, expected) => expect(prose(sentence)).toBe(expected));
});
