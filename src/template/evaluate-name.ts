import { show } from '../desired/diagnose.ts';
import { isPolicyVariable, PARAMETER } from '../desired/substitute.ts';
import { accountOf, parseArn, formatArn } from '../model/arn.ts';
import type { Location } from '../model/diagnostic.ts';
import { checkAnswer, checkCharacters, isList, splitList } from './check-answer.ts';
import { answerTo, wrong, type Pass } from './pass.ts';
import type { TemplateParameter } from './read-template.ts';
import { notInTemplate, refTo } from './resource-values.ts';
import { literal, NONE, type Piece, textValue, UNKNOWN, type Value } from './value.ts';

/** What `Ref` of a name comes to, and `${Name}` of `Fn::Sub`. What only the stack or a person knows is asked for. */
export function referenceValue(pass: Pass, name: string, location: Location): Value {
  const { account, partition, region } = pass.deployment;
  switch (name) {
    case 'AWS::NoValue':
      return NONE;
    case 'AWS::AccountId':
      return textValue(location, { text: account, parameter: name });
    case 'AWS::Partition':
      return textValue(location, { text: partition, parameter: name });
    case 'AWS::Region':
      return textValue(location, { text: region, parameter: name });
    case 'AWS::URLSuffix':
      return literal(partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com', location);
    case 'AWS::StackName':
      return stackName(pass, location);
    case 'AWS::StackId':
      return stackId(pass, location);
    case 'AWS::NotificationARNs':
      return { type: 'list', items: [], location };
    default: {
      const parameter = pass.template.parameters.get(name);
      if (parameter !== undefined) return parameterValue(pass, parameter, location);
      if (pass.template.resources.has(name)) return refTo(pass, name, location);
      if (name.includes(':') && isPolicyVariable(name))
        return wrong(
          pass,
          location,
          `the template has no parameter or resource ${show(name)}`,
          `in Fn::Sub, a variable of IAM is written \${!${name}}`,
        );
      return notInTemplate(pass, 'parameter or resource', name, location);
    }
  }
}

function stackName(pass: Pass, location: Location): Value {
  const answer = answerTo(pass, {
    id: 'AWS::StackName',
    asks: 'the name of the stack, which is a part of names in the template; of a stack that exists, its own',
    proposal: pass.deployment.integration,
    isProof: false,
    check: (text) =>
      /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text)
        ? undefined
        : 'must begin with a letter and have letters, digits and "-" only',
    location,
  });
  return answer === undefined ? UNKNOWN : textValue(location, { text: answer, parameter: 'StackName' });
}

/** Templates take a part of it that no other stack has: as a suffix of names, or of an external id. */
function stackId(pass: Pass, location: Location): Value {
  const { partition, region, account, integration, unique } = pass.deployment;
  const answer = answerTo(pass, {
    id: 'AWS::StackId',
    asks: 'the id of the stack, of which the template takes a part; of a stack that exists, its own, and where the vendor has the external id already, one with the same part',
    proposal: formatArn({
      partition,
      service: 'cloudformation',
      region,
      account,
      resource: `stack/${integration}/${unique}`,
    }),
    isProof: pass.proof > 0,
    check: (text) =>
      isStackArn(text)
        ? undefined
        : 'must be the ARN of a stack: arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID',
    location,
  });
  return answer === undefined ? UNKNOWN : literal(answer, location);
}

function isStackArn(text: string): boolean {
  const { service, region = '', resource = '' } = parseArn(text) ?? {};
  const isOfStack = /^stack\/[A-Za-z0-9-]+\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(resource);
  return (
    service === 'cloudformation' && /^[a-z0-9-]+$/.test(region) && accountOf(text) !== undefined && isOfStack
  );
}

function parameterValue(pass: Pass, parameter: TemplateParameter, location: Location): Value {
  const { name, noEcho, preset, description, type } = parameter;
  const fromStore = type.startsWith('AWS::SSM::Parameter::Value');
  const answer = answerTo(pass, {
    id: name,
    asks: `${fromStore ? `the value that the parameter ${preset ?? ''} of Systems Manager has. ` : ''}${description?.trim() ?? name}`,
    ...(preset === undefined || fromStore ? {} : { proposal: preset }),
    isProof: pass.proof > 0,
    check: (text) => (fromStore ? checkCharacters(text) : checkAnswer(parameter, text)),
    location: parameter.location,
  });
  if (answer === undefined) return UNKNOWN;
  const secret = noEcho ? { secret: true as const } : {};
  if (isList(parameter)) {
    const items = splitList(answer).map((text) => textValue(location, { text, ...secret }));
    return { type: 'list', items, location };
  }
  const piece: Piece = {
    text: answer,
    ...(PARAMETER.test(name) && answer !== '' ? { parameter: name } : {}),
    ...secret,
  };
  return textValue(location, piece);
}

/** The value that another stack exports under a name. */
export function exportedValue(pass: Pass, name: string, location: Location): Value {
  const answer = answerTo(pass, {
    id: `export ${name}`,
    asks: `the value of the export ${name}, which another stack of the account has: aws cloudformation list-exports`,
    isProof: pass.proof > 0,
    check: checkCharacters,
    location,
  });
  return answer === undefined ? UNKNOWN : literal(answer, location);
}
