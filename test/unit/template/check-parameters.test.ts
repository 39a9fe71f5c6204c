import { describe, expect, it } from '@jest/globals';
import { allowedPattern } from '../../../src/template/allowed-pattern.ts';
import { convert, converted, role } from './convert.ts';

describe('a rule of the template', () => {
  const text = (rule: string, parameters = 'P: { Type: String, Default: a }'): string =>
    `Parameters:\n  ${parameters}\nRules:\n  Fits:\n    ${rule}\n${role('')}`;
  const assertion = (assert: string): string =>
    `Assertions: [{ Assert: ${assert}, AssertDescription: "must fit" }]`;

  it.each([
    ['{ "Fn::Equals": [{ Ref: P }, a] }'],
    ['{ "Fn::Contains": [[eu-west-1, us-east-1], { Ref: "AWS::Region" }] }'],
    ['{ "Fn::EachMemberIn": [[a], [a, b]] }'],
    ['{ "Fn::EachMemberEquals": [[a, a], { Ref: P }] }'],
  ])('that holds is not mentioned: %s', (assert) => {
    expect(converted(text(assertion(assert))).differences.rules).toEqual([]);
  });

  it('that does not hold refuses the answers, in the words of the vendor', () => {
    const conversion = convert(text(assertion('{ "Fn::Equals": [{ Ref: P }, b] }')));
    expect(conversion).toMatchObject({
      state: 'wrong',
      diagnostics: [{ code: 'template-rule', location: { line: 4 } }],
    });
    expect(JSON.stringify(conversion)).toContain('the rule Fits of the template does not hold: must fit');
  });

  it('is only about what its condition is about', () => {
    const rule = `RuleCondition: { "Fn::Equals": [{ Ref: P }, b] }\n    ${assertion('{ "Fn::Equals": [a, b] }')}`;
    expect(converted(text(rule)).differences.rules).toEqual([]);
  });

  it('of a parameter that nothing else needs is checked where it is answered, and else said to be open', () => {
    const rule = text(assertion('{ "Fn::Equals": [{ Ref: P }, b] }'), 'P: { Type: String }');
    const [open] = converted(rule).differences.rules;
    expect(open?.reason).toBe('the rule Fits is not checked: must fit');
    expect(open?.remedy).toContain("--answer 'P=…' has it checked");
    expect(converted(rule, { answers: { P: 'b' } }).differences.rules).toEqual([]);
    expect(convert(rule, { answers: { P: 'c' } }).state).toBe('wrong');
  });
});

describe('the pattern of a parameter', () => {
  const text = (pattern: string): string =>
    `Parameters:\n  P: { Type: String, AllowedPattern: '${pattern}', Default: "${'a'.repeat(40)}!" }\n${role('      Description: !Ref P\n')}`;

  it.each([
    ['looks around', '(?=^.{1,64}$)^[\\w!]+$'],
    ['refers back', '(a)\\1'],
    ['has classes within classes, which only Java has', '[a-z&&[^b]]+'],
    ['is no pattern', '[\\w'],
    ['repeats more often than RE2 counts', '(a{1,50}){1,50}'],
    ['is too long', 'a?'.repeat(600)],
  ])('that %s is not tried, and that is said', (_, pattern) => {
    const [left] = converted(text(pattern)).differences.rules;
    expect(left?.reason).toContain(`the pattern of P is not checked: ${pattern}`);
  });

  it('that takes too many steps for an answer is not tried', () => {
    expect(allowedPattern('(a?b?c?){300}', 40)?.('abc')).toBe(true);
    expect(allowedPattern('(a?b?c?){300}', 4096)).toBeUndefined();
  });

  it.each([
    '^[a-z]+!?$',
    '^a{40}(!|x)?$',
    '^[(a+)+!]*$',
    '[\\[\\]a!]+',
    '(aa)*!',
    '[\\w+=,.@:\\/!-]{2,1224}',
    // Each of these takes an engine that goes back for ever.
    '((a+)+)!',
    '(a|a)*!',
    '(a{0,16}){0,16}!',
    '(a?){50}a{0,40}!',
    'a*a*a*a*a*a*!',
    '(?<n>a+)+!',
  ])('is tried, whatever it repeats: %s', (pattern) => {
    expect(converted(text(pattern)).differences.rules).toEqual([]);
    const refused = JSON.stringify(convert(text(pattern), { answers: { P: `${'a'.repeat(80)}%` } }));
    expect(refused).toContain('must match');
  });
});
