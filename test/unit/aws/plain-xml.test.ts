import { parseXML } from '@aws-sdk/xml-builder';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePlainXml } from '../../../src/aws/plain-xml.ts';
import { runsOf } from '../../helpers/thorough.ts';

const NAMESPACE = 'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"';

/** Elements with text, entities and space between them, as AWS sends them and a bit worse. */
const text = fc
  .array(
    fc.constantFrom('a', 'B', ' ', '\n', '%7B', '&amp;', '&quot;', '&lt;', '&#xA;', '&amp;quot;', '"', '>'),
  )
  .map((parts) => parts.join(''));
const name = fc.constantFrom('member', 'Arn', 'Path', 'valueOf', 'toString');
const space = fc.constantFrom('', '\n  ', '\n');
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(name, text).map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
    name.map((tag) => `<${tag}/>`),
    fc
      .tuple(name, fc.array(fc.tuple(space, tie('element'))), space)
      .map(([tag, inner, last]) => `<${tag}>${inner.flat().join('')}${last}</${tag}>`),
  ),
}));

describe('an answer in plain XML', () => {
  it('is what the parser of the SDK makes of it', () => {
    fc.assert(
      fc.property(fc.array(element, { minLength: 1 }), (inner) => {
        const xml = `<?xml version="1.0"?>\n<Answer ${NAMESPACE}>${inner.join('\n')}</Answer>`;
        const parsed = parsePlainXml(xml);
        expect(parsed).toStrictEqual(parseXML(xml));
      }),
      runsOf(100, 2000),
    );
  });

  it.each([
    ['a comment', '<A><!-- x --><B>1</B></A>'],
    ['CDATA', '<A><![CDATA[x]]></A>'],
    ['an attribute', '<A><B c="d">1</B></A>'],
    ['text beside elements', '<A>x<B>1</B></A>'],
    ['a space that is more than indentation', '<A> <B>1</B></A>'],
    ['an entity that XML does not have', '<A>&nbsp;</A>'],
    ['a line end of Windows', '<A>\r\n<B>1</B></A>'],
    ['a prototype', '<A><__proto__>1</__proto__></A>'],
    ['a document type', '<!DOCTYPE A><A>1</A>'],
    ['HTML', '<!doctype html><html><body>Sign in</body></html>'],
    ['an end tag that is missing', '<A><B>1</B>'],
    ['an end tag of another element', '<A><B>1</C></A>'],
    ['an answer that stops half-way', '<A><B>1'],
    ['nesting without end', '<A>'.repeat(100_000)],
    ['nothing', ''],
  ])('%s is left to the parser of the SDK', (_what, xml) => {
    expect(parsePlainXml(xml)).toBeUndefined();
  });
});
