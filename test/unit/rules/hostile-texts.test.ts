import { describe, expect, it } from '@jest/globals';
import { placeholdersIn } from '../../../src/desired/placeholders.ts';
import { findUnindentedJson } from '../../../src/desired/pasted-json.ts';
import { ERROR_TEXTS } from '../../../src/aws/error-texts.ts';
import { explainFailure } from '../../../src/cloudformation/explain-failure.ts';
import { coAuthorsIn } from '../../../src/github/contributors.ts';
import { withoutSecrets } from '../../../src/model/secrets.ts';
import { replaceSubVariables, subVariables } from '../../../src/model/sub-variables.ts';
import { withoutVariables } from '../../../src/policy/policy-variable.ts';
import { prose, tableCell } from '../../../src/report/escape-markdown.ts';
import { withoutWorkflowCommands } from '../../../src/report/escape-terminal.ts';
import { cutText, wrapText } from '../../../src/report/lay-out-text.ts';
import { guessableAs } from '../../../src/rules/reading/guessable.ts';
import { allowedPattern } from '../../../src/template/allowed-pattern.ts';

const LONG = 200_000;

function long(part: string): string {
  return part.repeat(LONG / part.length);
}

/** Each was minutes, or more than a life: a text may be as long as a file. */
describe('a text that an author writes is read in one pass', () => {
  const REPEATS = 'is easy to guess: it repeats itself';
  it.each<[id: string, text: string, guessable: string | undefined]>([
    ['one letter, and another', `${'a'.repeat(1_200)}9x`, REPEATS],
    ['one letter, and four others', `${long('a')}9x8q`, undefined],
    ['two letters in turn, and more', `${long('ab')}${long('aabb')}`, undefined],
    ['half of one letter, one other, the same half', `${long('a')}b${long('a')}`, undefined],
    ['half of one letter, one other, both twice', `${long('a')}b${long('a')}b`, REPEATS],
    ['runs of three', long('aaabbb'), REPEATS],
    ['runs of three, and one of two', `${long('aaabbb')}ccdddeeefff`, undefined],
  ])('external id: %s', (_, text, guessable) => {
    expect(guessableAs(text)).toBe(guessable);
  });

  it.each<[what: string, text: string, found: number]>([
    ['an open sign and many buckets', `<${long('BUCKET')}`, 0],
    ['an open brace and many accounts', `{${long('ACCOUNT ')},`, 0],
    ['YOUR-, many times', `KET-${long('YOUR-')}KET`, 1],
    ['a bucket of the documents, many times', long('amzn-s3-demo-'), 0],
    ['many placeholders', long('<a>'), 1],
    ['many of them, each another', Array.from({ length: 30_000 }, (_, i) => `<a${i}>`).join(''), 30_000],
  ])('placeholders: %s', (_, text, found) => {
    expect(placeholdersIn(text)).toHaveLength(found);
  });

  // Their lengths: a text of this size is nothing to print.
  it.each<[what: string, read: () => string | readonly unknown[], length: number]>([
    ['variables that do not end', () => withoutVariables(long('${'), '*'), LONG],
    ['white space behind a bracket', () => findUnindentedJson(`a: [${long(' ')}\ta: b`), 0],
    ['variables of a template that do not end', () => subVariables(long('${')), 0],
    ['the same, replaced', () => replaceSubVariables(long('${a'), () => ''), 199_998],
    ['classes of a pattern that do not end', () => String(allowedPattern(long('['), 10)), 9],
    ['sentences of AWS that do not end', () => explainFailure(`${long('. ')}x`).cause, LONG + 1],
    [
      'tokens of AWS without a name',
      () => explainFailure(`Resource handler returned message: "${long('" (RequestToken: ')}`).cause,
      200_023,
    ],
    [
      'denials of AWS without an end',
      () => String(ERROR_TEXTS.deniedExplicitly.exec(`${long('explicit deny in ')}!`)),
      4,
    ],
    ['roles of AWS without an end', () => String(ERROR_TEXTS.roleNotAssumed.exec(long('Role'))), 4],
    ['quotes that are none', () => findUnindentedJson(`a:\n  [\n"${long('\\"')}\\`), 1],
    ['co-authors without an address', () => coAuthorsIn(long('co-authored-by:\r')), 0],
    ['schemes without an address', () => withoutSecrets(long('+a')), LONG],
    ['backslashes in a cell', () => tableCell(long('\\')), LONG],
    ['digits in prose', () => prose(`${long('0')}G`), LONG + 3],
    ['blanks in a line of a terminal', () => wrapText(`a${long(' ')}b`, 80), 2],
    ['a word without end, cut', () => cutText(long('a'), 80), 80],
    ['empty lines in a log', () => withoutWorkflowCommands(long('\n')), LONG],
  ])('%s', (_, read, length) => {
    expect(read()).toHaveLength(length);
  });

  it('and says of what is short the same as ever', () => {
    expect(tableCell('a|b\\|c\\\\|d')).toBe('a\\|b\\\\u007cc\\\\\\u007cd');
    expect(withoutWorkflowCommands('a\n \n  ::error::x\n\t::set a::b')).toBe(
      'a\n \n  \\u003a:error::x\n\t\\u003a:set a::b',
    );
    expect(withoutVariables('a${b}c${*}${d', '')).toBe('ac${d');
    expect(replaceSubVariables('a${b}c${!d}${}${e', (name) => `<${name}>`)).toBe('a<b>c<!d><>${e');
    expect(prose('see deadbeef1 and 1234567a- and 0a1b2c3d.x')).toBe(
      'see `deadbeef1` and `1234567a-` and `0a1b2c3d.x`',
    );
  });
});
