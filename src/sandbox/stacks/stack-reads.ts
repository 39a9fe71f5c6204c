import { validationError } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { isObject, member, textMember } from '../json.ts';
import { parametersAnswer } from './change-sets.ts';
import { nextPage } from './paging.ts';
import type { Stack } from './records.ts';
import { outputsOf } from './scope.ts';
import { stackWithIdMissing } from './store.ts';
import { deployedTemplate, macrosOf, readSource, readTemplate, typeOf, withoutMacros } from './template.ts';

function describeStacks(call: Call) {
  const { world, params, region } = call;
  const name = params.get('StackName');
  if (name !== undefined) {
    const stack = world.cloudFormation.find(region, name);
    if (stack === undefined) throw stackWithIdMissing(name);
    return { Stacks: [stackAnswer(call, stack)] };
  }
  const { items, NextToken } = nextPage(call, world.cloudFormation.inRegion(region));
  return { Stacks: items.map((stack) => stackAnswer(call, stack)), NextToken };
}

function stackAnswer({ world }: Call, stack: Stack) {
  const { deployment } = stack;
  const template = deployment === undefined ? undefined : deployedTemplate(deployment);
  // Outputs exist once the stack does.
  const created = !/^(REVIEW|CREATE|ROLLBACK)_IN_PROGRESS$/.test(stack.status);
  const outputs = created && template && deployment && outputsOf(world, stack, template, deployment);
  const lastChangeSet = stack.changeSets.find((one) => one.executionStatus === 'EXECUTE_COMPLETE');
  return {
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: lastChangeSet?.id ?? stack.changeSets.at(-1)?.id,
    Description: template && textMember(template.document, 'Description'),
    Parameters: parametersAnswer(deployment?.parameters ?? {}),
    CreationTime: stack.createdAt,
    DeletionTime: stack.deletedAt,
    LastUpdatedTime: stack.updatedAt,
    RollbackConfiguration: {},
    ...statusAnswer(stack),
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    Capabilities: deployment?.capabilities ?? [],
    Outputs: outputs === false ? undefined : outputs,
    RoleARN: stack.roleArn,
    Tags: (deployment?.tags ?? []).map((tag) => ({ Key: tag.key, Value: tag.value })),
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    LastOperations: stack.lastOperations.map(({ type, id }) => ({ OperationType: type, OperationId: id })),
  };
}

/** The status, which for a while after the first execution may still be the old one. */
function statusAnswer(stack: Stack) {
  const created = stack.status.startsWith('CREATE_') || stack.status.startsWith('IMPORT_');
  if (created && stack.staleReviewReads > 0) {
    stack.staleReviewReads -= 1;
    return { StackStatus: 'REVIEW_IN_PROGRESS', StackStatusReason: 'User Initiated' };
  }
  return { StackStatus: stack.status, StackStatusReason: stack.statusReason };
}

function listStacks(call: Call) {
  const { world, params, region } = call;
  const filter = params.strings('StackStatusFilter');
  const listed = world.cloudFormation.stacks
    .filter((stack) => stack.region === region)
    .filter((stack) => filter === undefined || filter.length === 0 || filter.includes(stack.status))
    .toReversed();
  const { items, NextToken } = nextPage(call, listed);
  const summaries = items.map((stack) => ({
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  }));
  return { StackSummaries: summaries, NextToken };
}

function getTemplate({ world, params, region }: Call) {
  const changeSetName = params.get('ChangeSetName');
  const name = params.get('StackName');
  const stages = { StagesAvailable: ['Original', 'Processed'] };
  if (changeSetName !== undefined) {
    const found = world.cloudFormation.findChangeSet(region, changeSetName, name);
    if (found !== undefined) return { TemplateBody: asKept(found[1].deployment.template), ...stages };
  }
  const stack = name === undefined ? undefined : world.cloudFormation.find(region, name);
  const template = stack?.deployment?.template;
  if (template === undefined) throw stackWithIdMissing(name ?? changeSetName ?? '');
  return {
    TemplateBody: asKept(params.get('TemplateStage') === 'Processed' ? processed(template) : template),
    ...stages,
  };
}

function processed(template: string): string {
  const source = readSource(template);
  return macrosOf(source).length === 0 ? template : JSON.stringify(withoutMacros(source));
}

/**
 * What was sent as another character than ASCII comes back as a question mark, while the resources get it as it was;
 * an escape is ASCII (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1220).
 */
function asKept(template: string): string {
  return template.replaceAll(/[\u0080-\u{10FFFF}]/gu, '?');
}

function getTemplateSummary({ world, params, region }: Call) {
  const name = params.get('StackName');
  const stack = name === undefined ? undefined : world.cloudFormation.find(region, name);
  if (stack?.status === 'REVIEW_IN_PROGRESS') {
    throw validationError('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.');
  }
  const text = params.get('TemplateBody') ?? stack?.deployment?.template;
  if (text === undefined) throw stackWithIdMissing(name ?? '');
  const template = readTemplate(text);
  const types = [...template.resources.values()].map((block) => typeOf(block));
  const parameters = Object.entries(template.parameters).map(([key, declared]) => ({
    ParameterKey: key,
    DefaultValue: isObject(declared) ? textMember(declared, 'Default') : undefined,
    ParameterType: isObject(declared) ? textMember(declared, 'Type') : undefined,
  }));
  return {
    Parameters: parameters,
    Description: textMember(template.document, 'Description'),
    ResourceTypes: [...new Set(types)],
    Metadata: JSON.stringify(member(template.document, 'Metadata') ?? {}),
    Version: textMember(template.document, 'AWSTemplateFormatVersion'),
  };
}

export const stackHandlers: Handlers = {
  DescribeStacks: describeStacks,
  ListStacks: listStacks,
  GetTemplate: getTemplate,
  GetTemplateSummary: getTemplateSummary,
};
