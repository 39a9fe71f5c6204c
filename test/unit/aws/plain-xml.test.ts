import { expect, it } from '@jest/globals';
import { IAMClient } from '@aws-sdk/client-iam';
import * as fc from 'fast-check';
import { parsePlainXml, readPlainXml } from '../../../src/aws/plain-xml.ts';
import { runsOf } from '../../helpers/thorough.ts';

type Parser = { deserializer: { parseXml: (xml: string) => unknown } };
const parserOf = (client: IAMClient) => (client.config.protocol as unknown as Parser).deserializer;
const sdk = parserOf(new IAMClient({ region: 'eu-west-1' }));
const own = new IAMClient({ region: 'eu-west-1' });
readPlainXml(own);

const outcome = (parse: () => unknown) => {
  try {
    return { value: parse() };
  } catch (error) {
    return { error: String(error) };
  }
};

const PARTS = 'a|b c| |\n|\t|&quot;|&amp;|&lt;|&#65;|&#x41;|&amp;quot;|&none;|&|;|é|😀|%7B|]]>|>|"'.split(
  '|',
);
const text = fc.array(fc.constantFrom(...PARTS), { maxLength: 4 }).map((parts) => parts.join(''));
const name = fc.constantFrom('member', 'Role', 'A1', 'constructor', '__proto__', 'toString', 'a-b', 'x:y');
const layout = fc.constantFrom('', '', '\n', '\n  ', ' ', '\r\n', '<!-- c -->', '<?pi?>', 'text', '\u00a0\n');
const element: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(name, text).map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
    name.map((tag) => `<${tag}/>`),
    fc.constantFrom(
      '<a b="c">d</a>',
      '<a><![CDATA[x<y]]></a>',
      '<a>b</a >',
      '<a>',
      '</a>',
      '<a b/>',
      '<a />',
      '<>x</>',
    ),
    fc
      .tuple(name, fc.array(fc.tuple(layout, tie('element')), { maxLength: 4 }), layout)
      .map(([tag, children, end]) => `<${tag}>${children.flat().join('')}${end}</${tag}>`),
  ),
})).element;
const answer = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0"?>\n', '\n', '<!DOCTYPE x>'),
    fc.constantFrom('', ' xmlns="https://iam.amazonaws.com/doc/2010-05-08/"', ' xmlns="a&amp;b"', ' a="b"'),
    fc.array(fc.tuple(layout, element), { maxLength: 4 }),
    fc.constantFrom('</R>', '</R>\n', '', '</S>'),
  )
  .map(([head, attribute, children, end]) => `${head}<R${attribute}>${children.flat().join('')}${end}`);

it('answers are read as the parser of the SDK reads them, mistakes too', () => {
  fc.assert(
    fc.property(answer, (xml) => {
      expect(outcome(() => parserOf(own).parseXml(xml))).toEqual(outcome(() => sdk.parseXml(xml)));
    }),
    runsOf(300),
  );
});

it.each([
  ['<R xmlns="u"><A><member><N>a</N></member><member><N>b</N></member></A><E/></R>', true],
  ['<?xml version="1.0" encoding="UTF-8"?>\n<R>\n  <A>&quot;x&quot;</A>\n</R>\n', true],
  ['<R><A b="c">x</A></R>', false],
  ['<R><A>x</R>', false],
  ['<R>text</R>', false],
  ['', false],
])('what is plain is not left to the SDK: %s', (xml, plain) => {
  expect(parsePlainXml(xml) !== undefined).toBe(plain);
});
