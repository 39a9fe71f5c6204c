import { addressOfResource } from '../../model/resource.ts';
import type { StackRow } from '../../model/stack-reader.ts';
import type { StackParts } from './stack-parts.ts';

/** What a stack has, and what becomes of it. */
export function sayStackParts(
  { stackName }: Pick<StackRow, 'stackName'>,
  { adopted, folded, staying, gone }: StackParts,
): readonly string[] {
  const types = new Map<string, number>();
  for (const { resourceType } of staying) types.set(resourceType, (types.get(resourceType) ?? 0) + 1);
  return [
    ...(adopted.length === 0
      ? []
      : [
          `To be taken out of ${stackName}: ${adopted.map(({ live }) => addressOfResource(live.resource)).join(', ')}`,
        ]),
    ...(folded.length === 0
      ? []
      : [
          `With ${folded.map(({ logicalId, resourceType }) => `${logicalId} (${resourceType})`).join(', ')}, which are parts of those in IAM`,
        ]),
    ...(types.size === 0
      ? []
      : [`Stays in ${stackName}: ${[...types].map(([type, count]) => `${count} ${type}`).join(', ')}`]),
    ...gone.map(
      ({ logicalId, resourceType }) =>
        `${logicalId} (${resourceType}) is in the stack and not in IAM: it is left to the stack`,
    ),
  ];
}

/** One step, its reason, and how a person deploys it. */
export function sayStep(
  { stackName, parameters = [] }: Pick<StackRow, 'stackName' | 'parameters'>,
  { step, ids, isLong }: StepWords,
  file = 'TEMPLATE',
): readonly string[] {
  const kept =
    parameters.length === 0
      ? ''
      : ` --parameters ${parameters.map((key) => `ParameterKey=${key},UsePreviousValue=true`).join(' ')}`;
  const body = isLong
    ? '--template-url https://BUCKET.s3.amazonaws.com/KEY'
    : `--template-body ${quoted(`file://${file}`)}`;
  const command = `aws cloudformation create-change-set --stack-name ${stackName} --change-set-name adopt-${step} ${body} --capabilities CAPABILITY_NAMED_IAM${kept}`;
  const [why, look] =
    step === 'retain'
      ? [
          'Step 1 of 3: they get DeletionPolicy and UpdateReplacePolicy Retain, so that nothing is deleted when they leave the stack. Nothing else changes.',
          'The change set must show Modify of these resources only, without replacement, and only of their metadata and policies.',
        ]
      : [
          'Step 2 of 3: they leave the template and are retained. References to them become their names and ARNs.',
          'The change set must show Remove of these resources only, with the policy action Retain, and change nothing else: a change of a custom resource would run the code of the vendor.',
        ];
  return [
    `${why} ${ids.join(', ')}`,
    `By hand, with the template below: ${command}`,
    ...(isLong
      ? [
          'The template is longer than CloudFormation takes with a request: put it into a bucket of yours first, with "aws s3 cp".',
        ]
      : []),
    look,
  ];
}

interface StepWords {
  readonly step: 'retain' | 'remove';
  readonly ids: readonly string[];
  /** The template is longer than CloudFormation takes with a request. */
  readonly isLong: boolean;
}

/** For a shell. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Why the template below is another one than the vendor's. */
export function sayProcessed({ stackName }: Pick<StackRow, 'stackName'>): readonly string[] {
  return [
    `The template of ${stackName} has a Transform, which would run again and could make other changes: below is the processed template, without the Transform. Keep the vendor's own template if you want to deploy it again.`,
  ];
}
