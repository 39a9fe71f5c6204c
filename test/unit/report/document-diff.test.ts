import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson, type Json } from '../../../src/model/json.ts';
import { diffDocuments } from '../../../src/report/document-diff.ts';
import { runsOf } from '../../helpers/thorough.ts';

/** The view as text, sign first. */
function view(before: Json | undefined, after: Json | undefined): readonly string[] {
  return diffDocuments(before, after).map(({ sign, text }) => `${sign} ${text}`);
}

/** A document as JSON.parse makes it: `__proto__` is a member like any other. */
function parsed(text: string): Json {
  return JSON.parse(text) as Json;
}

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
    { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
  ],
};

describe('the document view', () => {
  it('is empty for the same document', () => {
    expect(view(POLICY, structuredClone(POLICY))).toEqual([]);
    expect(view(undefined, undefined)).toEqual([]);
  });

  it('shows what changed, and leaves out the rest', () => {
    const changed = {
      ...POLICY,
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*', Sid: 'Write' },
        ...POLICY.Statement.slice(1),
      ],
    };
    expect(view(POLICY, changed)).toEqual([
      '  {',
      '    "Statement": [',
      '      {',
      '+       "Sid": "Write"',
      '        "Action": [',
      '          … 1 unchanged',
      '-         "s3:ListBucket"',
      '+         "s3:PutObject"',
      '        ]',
      '      }',
      '      … 1 unchanged',
      '    ]',
      '  }',
    ]);
  });

  it('shows a value that was replaced, of whatever type', () => {
    expect(view({ Action: 's3:Get' }, { Action: ['s3:Get', { a: null }] })).toEqual([
      '  {',
      '-   "Action": "s3:Get"',
      '+   "Action": [',
      '+     "s3:Get"',
      '+     {',
      '+       "a": null',
      '+     }',
      '+   ]',
      '  }',
    ]);
    expect(view(5, '5')).toEqual(['- 5', '+ "5"']);
    expect(view({ a: {} }, { a: [] })).toEqual(['  {', '-   "a": {}', '+   "a": []', '  }']);
  });

  it('shows a document that was not there, or is gone', () => {
    expect(view(undefined, { a: 1 })).toEqual(['+ {', '+   "a": 1', '+ }']);
    expect(view({ a: 1 }, undefined)).toEqual(['- {', '-   "a": 1', '- }']);
  });

  it.each<[string, string, readonly string[]]>([
    ['{"foo__deleted":1}', '{"foo__deleted":2}', ['-   "foo__deleted": 1', '+   "foo__deleted": 2']],
    ['{"foo__added":1}', '{}', ['-   "foo__added": 1']],
    ['{"foo":1}', '{"foo__deleted":1}', ['-   "foo": 1', '+   "foo__deleted": 1']],
    ['{"__old":1,"__new":2}', '{"__old":1,"__new":3}', ['-   "__new": 2', '+   "__new": 3']],
    [
      '{"__proto__":{"a":1}}',
      '{"__proto__":{"a":2}}',
      ['    "__proto__": {', '-     "a": 1', '+     "a": 2', '    }'],
    ],
    ['{"__proto__":1}', '{"constructor":1}', ['-   "__proto__": 1', '+   "constructor": 1']],
    ['{"":1}', '{"":2}', ['-   "": 1', '+   "": 2']],
    ['{"a\\"__added":1}', '{"a\\n__deleted":1}', ['-   "a\\"__added": 1', '+   "a\\n__deleted": 1']],
    [
      '{"a":["toString",{"b":1}]}',
      '{"a":["__proto__",{"b":1}]}',
      ['    "a": [', '-     "toString"', '+     "__proto__"', '      … 1 unchanged', '    ]'],
    ],
    [
      '{"a":["__$!SCALAR1",{"b":1}]}',
      '{"a":[{"b":1}]}',
      ['    "a": [', '-     "__$!SCALAR1"', '      … 1 unchanged', '    ]'],
    ],
    [
      '{"a":[["-","x"]]}',
      '{"a":[["+","x"]]}',
      ['    "a": [', '      [', '-       "-"', '+       "+"', '        … 1 unchanged', '      ]', '    ]'],
    ],
    ['{"a":[1,"1",true,"true",null]}', '{"a":["1",1,true,"true",null]}', []],
  ])('takes names and values for what they are: %s and %s', (before, after, lines) => {
    const shown = view(parsed(before), parsed(after));
    if (lines.length > 0) expect(shown).toEqual(['  {', ...lines, '  }']);
    else expect(shown.length).toBeGreaterThan(0);
  });

  const tricky = fc.constantFrom(
    'a',
    '',
    '__proto__',
    '__old',
    '__new',
    'a__deleted',
    'a__added',
    'toString',
    '__next',
    '\n',
    '"',
    '\u2028',
    '\ud800',
  );
  const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tricky,
      fc.constantFrom(null, true, 0, 1),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(fc.tuple(tricky, tie('value')), { maxLength: 4 })
        .map((members) =>
          parsed(
            `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`,
          ),
        ),
    ),
  }));

  it('is empty exactly when the documents are the same JSON', () => {
    const { numRuns: runs } = runsOf(40, 5_000);
    fc.assert(
      fc.property(anyJson, anyJson, (before, after) => {
        expect(view(before, after).length === 0).toBe(canonicalJson(before) === canonicalJson(after));
        expect(view(before, before)).toEqual([]);
        expect(Object.prototype).not.toHaveProperty('a');
      }),
      { numRuns: runs },
    );
  });

  it('shows documents larger than any policy one after the other', () => {
    const many = (from: number): Json => ({
      Statement: Array.from({ length: 1_500 }, (_, index) => ({ Sid: `S${from + index}` })),
    });
    const lines = diffDocuments(many(0), many(1));
    expect(lines[0]).toEqual({ sign: '-', text: '{' });
    expect(lines.at(-1)).toEqual({ sign: '+', text: '}' });
    expect(diffDocuments(many(0), many(0))).toEqual([]);
  });

  it('does not follow a document into the depth', () => {
    const deep = parsed(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(view(deep, 1)).toEqual(['- a document nested too deeply to be shown', '+ 1']);
  });
});
