import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import * as fc from 'fast-check';
import { answerShapeOf, type AnswerShape, type SdkSchema } from '../../../src/aws/answer-shape.ts';
import { readPlainly } from '../../../src/aws/read-plainly.ts';
import { runsOf } from '../../helpers/thorough.ts';

type Read = (schema: SdkSchema, bytes: Uint8Array, result?: string) => unknown;
interface Protocol {
  readonly deserializer: { read: Read };
  readonly deserializeResponse: (operation: object, context: object, answer: object) => Promise<object>;
}

const protocolOf = (client: iam.IAMClient) => client.config.protocol as unknown as Protocol;
const region = 'eu-west-1';
const sdk = new iam.IAMClient({ region });
const own = new iam.IAMClient({ region });
let leftToTheSdk = 0;
const theirs = protocolOf(own).deserializer.read.bind(protocolOf(own).deserializer);
protocolOf(own).deserializer.read = (...args) => {
  leftToTheSdk += 1;
  return theirs(...args);
};
readPlainly(own);

const answered = async (
  client: iam.IAMClient,
  { name, output }: Operation,
  xml: string,
  statusCode = 200,
) => {
  const answer = { statusCode, headers: { 'x-amzn-requestid': 'r' }, body: Buffer.from(xml) };
  const operation = { name: `aws#${name}`, output };
  try {
    return { value: await protocolOf(client).deserializeResponse(operation, client.config, answer) };
  } catch (error) {
    return { error: String(error), of: error };
  }
};

interface Operation {
  readonly name: string;
  /** As the SDK declares it. */
  readonly output: unknown;
}

/** What the program asks AWS for. */
const COMMANDS = { ...sts, ...cloudFormation, ...iam } as unknown as Record<string, CommandClass | undefined>;
const OPERATIONS: readonly Operation[] = readdirSync('src/aws')
  .flatMap((file) => [...readFileSync(`src/aws/${file}`, 'utf8').matchAll(/new (\w+)Command\(/g)])
  .map(([, name = '']) => name)
  .filter((name, index, all) => all.indexOf(name) === index)
  .flatMap((name) => {
    const Command = COMMANDS[`${name}Command`];
    return Command === undefined ? [] : [{ name, output: new Command({}).schema[5] }];
  });

type CommandClass = new (input: object) => { readonly schema: readonly unknown[] };

/** The class of the SDK's schemas is not public; a reader is given one of them. */
async function shapeOf(operation: Operation): Promise<AnswerShape | undefined> {
  const spy = new iam.IAMClient({ region });
  let shape: AnswerShape | undefined;
  protocolOf(spy).deserializer.read = (schema) => {
    shape = answerShapeOf(schema);
    return {};
  };
  await answered(spy, operation, '<R/>');
  return shape;
}

const SHAPES = await Promise.all(OPERATIONS.map(shapeOf));

/** Numbers below a limit, the same ones for the same seed. */
type Draw = (below: number) => number;

function drawsOf(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

const ODD_TEXTS =
  'a|b c| |\n|\t|&quot;|&amp;|&lt;|&#65;|&#x41;|&amp;quot;|&none;|&|;|é|😀|%7B|]]>|>|"|a long text of more than 13 characters'.split(
    '|',
  );
const TIMES = [
  '2026-12-31T23:59:59.123Z|2026-02-30T00:00:00Z|2026-01-02T03:04:05Z|2024-02-29T24:00:00Z',
  '2026-01-02T03:04:05+01:00|0099-01-02T03:04:05Z|2026-04-31T03:04:60.1Z|2026-01-02|',
].flatMap((times) => times.split('|'));
const ODD_ELEMENTS = [
  '<a b="c">d</a>|<a><![CDATA[x<y]]></a>|<a>b</a >|<a>|</a>|<a b/>|<a />|<>x</>|<a><b>c</b><b/></a>|<Other>x</Other>',
  '<Other/>|<member>x</member>|<constructor/>|<x:y/>|<__proto__>x</__proto__>|<a>text<b/></a>|<Other><a></Other>',
  '<!-- c -->|<?pi?>|text|<a',
].flatMap((elements) => elements.split('|'));
const ODD_LAYOUTS = ['\n', '\n  ', '\n\t', ' ', '\r\n', '\u00a0\n'];

const oneOf = <T>(draw: Draw, list: readonly T[]) => list[draw(list.length)] as T;

/** What stands in an element, as AWS writes it, and now and then as it does not. */
function contentOf(shape: AnswerShape, draw: Draw, odd: number): string {
  const is = (inSo: number) => draw(10_000) < odd * inSo;
  if (is(2)) return oneOf(draw, ODD_TEXTS);
  if (shape.kind === 'text') {
    if (shape.of(TIMES[0] ?? '') instanceof Date) return oneOf(draw, is(10) ? TIMES : TIMES.slice(0, 3));
    if (typeof shape.of('1') !== 'string') return oneOf(draw, ['1', 'true', 'True', '', '-1.5']);
    return Array.from({ length: draw(3) }, () => oneOf(draw, ODD_TEXTS)).join('');
  }
  const indent = draw(2) === 0 ? '' : oneOf(draw, ODD_LAYOUTS.slice(0, 3));
  const around = () => (is(2) ? oneOf(draw, ODD_LAYOUTS) : indent);
  const members =
    shape.kind === 'list'
      ? Array.from({ length: draw(3) }, () => ['member', shape.of] as const)
      : [...shape.of].filter(() => draw(3) > 0);
  const elements = members.flatMap(([name, of]) => {
    const inner = contentOf(of, draw, odd);
    const element = inner === '' && draw(2) === 0 ? `<${name}/>` : `<${name}>${inner}</${name}>`;
    return [element, ...(is(1) ? [element] : []), ...(is(5) ? [oneOf(draw, ODD_ELEMENTS)] : [])];
  });
  return elements.map((element) => `${around()}${element}`).join('') + around();
}

function answerOf({ name }: Operation, shape: AnswerShape, draw: Draw): string {
  // Half of the answers are as AWS writes them.
  const odd = draw(2) * 20;
  const result = `${name}Result`;
  const head = oneOf(draw, ['', '<?xml version="1.0"?>\n', '\n', ...(odd === 0 ? [] : ['<!DOCTYPE x>'])]);
  const space = oneOf(draw, [
    '',
    ' xmlns="https://x/"',
    ...(odd === 0 ? [] : [' xmlns="a&amp;b"', ' a="b"']),
  ]);
  const content = contentOf({ kind: 'members', of: new Map([[result, shape]]) }, draw, odd);
  const end = oneOf(draw, ['</R>', '</R>\n', ...(odd === 0 ? [] : ['', '</S>'])]);
  return `${head}<R${space}>${content}<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>${end}`;
}

it('each answer has a shape but the one that is nothing', () => {
  expect(OPERATIONS.length).toBeGreaterThan(40);
  const others = OPERATIONS.filter((_, index) => SHAPES[index] === undefined);
  expect(others.map(({ name }) => name)).toEqual(['DeleteStack']);
});

it('answers are read as the SDK reads them, mistakes too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(OPERATIONS.length - 1), fc.nat(), async (index, seed) => {
      const [operation, shape] = [OPERATIONS[index], SHAPES[index]];
      if (operation === undefined || shape === undefined) return;
      const xml = answerOf(operation, shape, drawsOf(seed));
      expect(await answered(own, operation, xml)).toEqual(await answered(sdk, operation, xml));
    }),
    runsOf(200),
  );
});

const ROLES: Operation = OPERATIONS.find(({ name }) => name === 'ListRoles') ?? {
  name: '',
  output: undefined,
};
const inResult = (xml: string) => `<R xmlns="u"><ListRolesResult>${xml}</ListRolesResult></R>`;

it.each([
  [inResult('<Roles><member><Path>/</Path></member><member><Path>a</Path></member></Roles>'), true],
  [inResult('\n  <Roles>\n    <member>\n<Path>&quot;x&quot;</Path></member>\n  </Roles>\n'), true],
  [inResult('<Roles/><IsTruncated>false</IsTruncated><New><A>x</A></New>'), true],
  [inResult('<Roles><member><CreateDate>2026-01-31T00:00:00Z</CreateDate></member></Roles>'), true],
  [inResult('<Roles><member><CreateDate>2026-01-31T00:00:00+01:00</CreateDate></member></Roles>'), false],
  [inResult('<Roles/><Roles/>'), false],
  [inResult('<Roles><member><Path b="c">x</Path></member></Roles>'), false],
  [inResult('<Marker>x'), false],
  ['<R><OtherResult/></R>', false],
  ['<R>text</R>', false],
  ['<R><ListRolesResult><Roles/></ListRolesResult><>x</></S>', false],
  ['<R><ListRolesResult><Roles/></ListRolesResult></></S>', false],
])('what is plain is not left to the SDK: %s', async (xml, plain) => {
  leftToTheSdk = 0;
  expect(await answered(own, ROLES, xml)).toEqual(await answered(sdk, ROLES, xml));
  expect(leftToTheSdk).toBe(plain ? 0 : 1);
});

it('an error is read by the SDK', async () => {
  const xml = '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>a</Message></Error></ErrorResponse>';
  leftToTheSdk = 0;
  const { of } = await answered(own, ROLES, xml, 404);
  expect(of).toBeInstanceOf(iam.NoSuchEntityException);
  expect(leftToTheSdk).toBe(1);
});
