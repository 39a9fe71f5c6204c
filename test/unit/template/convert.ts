import { expect } from '@jest/globals';
import { parseIntegration } from '../../../src/desired/parse-integration.ts';
import { toJson } from '../../../src/desired/source-tree.ts';
import { convertTemplate, type Conversion } from '../../../src/template/convert-template.ts';
import { readTemplate } from '../../../src/template/read-template.ts';

const ACCOUNT = { account: '444455556666', partition: 'aws', region: 'eu-west-1' };

interface Options {
  readonly answers?: Readonly<Record<string, string>>;
  readonly takes?: boolean;
  readonly serviceRoles?: boolean;
  readonly nested?: Readonly<Record<string, string>>;
}

/** A vendor's template as it would become a desired file, or what is asked or wrong. */
export function convert(
  text: string,
  { answers = {}, takes = true, serviceRoles = false, nested = {} }: Options = {},
): Conversion {
  const { template, diagnostics } = readTemplate(text, 'vendor.yaml');
  if (template === undefined) return { state: 'wrong', diagnostics };
  const unique = '11111111-2222-3333-4444-555555555555';
  return convertTemplate(
    template,
    { ...ACCOUNT, integration: 'vendor', unique },
    { ...ACCOUNT, tags: {} },
    {
      answers: new Map(Object.entries(answers)),
      takes,
      serviceRoles,
      nested: new Map(Object.entries(nested)),
    },
  );
}

/** The desired file, which is one that the tool reads without an error. */
export function converted(text: string, options: Options = {}) {
  const conversion = convert(text, options);
  if (conversion.state !== 'converted') throw new Error(JSON.stringify(conversion, null, 1));
  const again = parseIntegration(JSON.stringify(toJson(conversion.root)), 'vendor.yaml', {
    ...ACCOUNT,
    tags: {},
  });
  expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { ...conversion, file: toJson(conversion.root), integration: again.integration };
}

/** A template with one role, the last of it: `rest` is more of its properties, and what stands below. */
export const role = (rest: string): string =>
  `Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: r\n      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::777788889999:role/v" }, Action: "sts:AssumeRole" }] }\n${rest}`;
