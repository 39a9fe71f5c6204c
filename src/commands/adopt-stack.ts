import { addressKey, type Address, isAddress } from '../model/address.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Live } from '../model/live.ts';
import { addressOfResource } from '../model/resource.ts';
import type { StackRow } from '../model/stack-reader.ts';
import { judgeRemoval, judgeRetaining } from '../adopt/stack/judge-step.ts';
import { sayProcessed, sayStackParts, sayStep } from '../adopt/stack/say-step.ts';
import { addressesOf, literalsOf, stackParts, type StackParts } from '../adopt/stack/stack-parts.ts';
import {
  hasTransform,
  removed,
  retained,
  takenOutOf,
  unretained,
  type Edited,
} from '../adopt/stack/stack-template.ts';
import { LONGEST_BODY } from '../cloudformation/template.ts';
import { visibleText } from '../report/escape-terminal.ts';
import { readLive } from '../live/read-live.ts';
import { adoptAddresses } from './adopt.ts';
import { readTargetFolder, type TargetFolder } from './adopt/account-reading.ts';
import { changeStack, type StackChange } from './adopt/stack-change.ts';
import type { Environment } from './environment.ts';
import type { OpenWritableSession, WritableSession } from './session.ts';
import { withSessions } from './with-sessions.ts';
import { writeReport } from './write-report.ts';

export interface AdoptStackOptions {
  readonly desired: string;
  readonly fromStack: string;
  /** Deploys the steps, each after its change set was looked at. */
  readonly execute?: boolean;
  /** Where the template of the next step is written to. */
  readonly out?: string;
}

/** Most steps that there are, and one more to see that nothing is left. */
const STEPS = 4;

/**
 * Takes what is IAM out of another stack, without it being changed or deleted, and writes files for it. What comes next
 * is told by the stack as it is now, so that a run which was ended goes on. Nothing is deployed without `--execute`.
 */
export async function adoptStack(
  options: AdoptStackOptions,
  environment: Environment,
  open: OpenWritableSession,
): Promise<number> {
  const folder = await readTargetFolder(options.desired, environment);
  return withSessions(open, async (opening) => {
    const session = await opening(folder.scope.settings);
    // No step changes IAM: it is read once, and once more by what adopts.
    const live = await readLive(session.iam, 'all');
    for (let step = 1; step <= STEPS; step += 1) {
      const { stack, template, isProcessed, parts } = await readStack(
        options.fromStack,
        folder,
        live,
        session,
      );
      const next = nextStep(stack, template, parts);
      if (next.step === 'adopt') {
        const left = undeclared(next.addresses, folder);
        const what = sayLetGo(stack, left, next.addresses.length, folder);
        print([what, ...sayStackParts(stack, parts)], environment);
        if (left.length === 0) return 0;
        return adoptAddresses(left, folder, environment, () => Promise.resolve(session));
      }
      const bytes = new TextEncoder().encode(next.change.template).length;
      const isLong = bytes > LONGEST_BODY;
      print(
        [
          ...(step === 1 ? sayStackParts(stack, parts) : []),
          ...(isProcessed ? sayProcessed(stack) : []),
          ...sayStep(stack, { ...next, isLong }, options.out),
        ],
        environment,
      );
      if (options.out === undefined) environment.out(next.change.template);
      else await writeReport(next.change.template, options.out, environment, 'template');
      if (options.execute !== true) {
        print(
          ['Nothing was deployed. Deploy it and run the same command again, or run it with --execute.'],
          environment,
        );
        return 0;
      }
      if (isLong) throw tooLong(stack, bytes);
      await changeStack(next.change, session, environment);
      print([`${next.step}: deployed`], environment);
    }
    throw new RolekeeperError(
      'not-converged',
      `${options.fromStack} still has resources that were taken out of it`,
      {
        hint: 'look at the template in the CloudFormation console, and run the same command again',
      },
    );
  });
}

/** @param all how many there were, declared by now or not */
function sayLetGo(
  { stackName }: StackRow,
  left: readonly Address[],
  all: number,
  { directory }: TargetFolder,
): string {
  if (left.length > 0) return `Step 3 of 3: ${stackName} no longer has ${left.join(', ')}.`;
  return all === 0
    ? `${stackName} has no IAM resource that a file can declare.`
    : `Files in ${directory} declare every IAM resource that was in ${stackName}.`;
}

function tooLong({ stackName }: StackRow, bytes: number): RolekeeperError {
  return new RolekeeperError(
    'blocked',
    `the template of ${stackName} has ${bytes} bytes, and CloudFormation takes ${LONGEST_BODY} with a request`,
    {
      hint: 'nothing was deployed; put the template above into a bucket, deploy it from there, and run the same command again',
    },
  );
}

function print(lines: readonly string[], environment: Environment): void {
  if (lines.length > 0) environment.out(`${lines.map(visibleText).join('\n')}\n`);
}

function undeclared(addresses: readonly Address[], { scope }: TargetFolder): readonly Address[] {
  const declared = new Set(
    scope.integrations.flatMap(({ resources }) =>
      resources.map(({ resource }) => addressKey(addressOfResource(resource))),
    ),
  );
  return addresses.filter((address) => !declared.has(addressKey(address)));
}

interface StackReading {
  readonly stack: StackRow;
  readonly template: string;
  /** The template is what macros made of the one that was sent: it has none of them, so that they do not run again. */
  readonly isProcessed: boolean;
  readonly parts: StackParts;
}

/** @throws RolekeeperError for a stack that must be left alone */
async function readStack(
  name: string,
  { scope }: TargetFolder,
  live: Live,
  session: WritableSession,
): Promise<StackReading> {
  const { settings } = scope;
  const refused = (message: string, hint: string): RolekeeperError =>
    new RolekeeperError('blocked', message, { hint });
  const stack = await session.stacks.stack(name);
  if (stack === undefined)
    throw refused(
      `${settings.region} has no stack ${name}`,
      'use the name that DescribeStacks shows; for a stack of another region, name a folder of that region with --desired',
    );
  if (stack.stackName.startsWith(settings.stackPrefix))
    throw refused(`${stack.stackName} is a stack of rolekeeper`, 'release its resources: docs/adopt.md');
  if (stack.parentId !== undefined)
    throw refused(
      `${stack.stackName} is nested in ${stack.parentId}, which would restore the old template`,
      'change the template of that stack instead',
    );
  if (stack.stackName.startsWith('StackSet-'))
    throw refused(
      `${stack.stackName} is an instance of a stack set, which would restore the old template`,
      'take it out of the stack set with "aws cloudformation delete-stack-instances --retain-stacks" first',
    );
  if (!/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_COMPLETE$/.test(stack.status))
    throw refused(
      `${stack.stackName} is in ${stack.status}`,
      'wait until it is settled, or repair it in the CloudFormation console',
    );
  const original = await session.stacks.template(stack.stackId);
  if (original === undefined)
    throw refused(
      `${stack.stackName} has no template`,
      'rolekeeper can take resources only out of a stack with a template',
    );
  const isProcessed = hasTransform(original);
  const template = isProcessed
    ? ((await session.stacks.template(stack.stackId, 'Processed')) ?? original)
    : original;
  const rows = await session.stacks.resources(stack.stackId);
  return { stack, template, isProcessed, parts: stackParts(rows, template, live) };
}

/** What comes next, by the stack as it is. */
export type NextStep =
  | { readonly step: 'retain' | 'remove'; readonly ids: readonly string[]; readonly change: StackChange }
  | { readonly step: 'adopt'; readonly addresses: readonly Address[] };

function nextStep(stack: StackRow, template: string, parts: StackParts): NextStep {
  const ids = [...parts.adopted, ...parts.folded].map(({ logicalId }) => logicalId);
  const taken = takenOutOf(template).filter(isAddress);
  if (ids.length === 0) return { step: 'adopt', addresses: taken };
  const refused = (reason: string): RolekeeperError =>
    new RolekeeperError('blocked', `no resource can be taken out of ${stack.stackName}: ${reason}`, {
      hint: 'take the resources out of its template by hand: docs/adopt.md',
    });
  if (parts.trouble.length > 0) throw refused(parts.trouble.join('; '));
  if (hasTransform(template))
    throw refused('its template has a Transform, and CloudFormation does not give the processed template');
  const text = (edited: Edited): string => {
    if ('refused' in edited) throw refused(edited.refused);
    return edited.text;
  };
  const open = unretained(template, ids);
  if (open.length > 0) {
    const purpose = 'retain the IAM resources';
    const judge: StackChange['judge'] = (changeSet) => judgeRetaining(changeSet, ids);
    return {
      step: 'retain',
      ids: open,
      change: { stack, template: text(retained(template, open)), purpose, judge },
    };
  }
  const all = [...new Map([...taken, ...addressesOf(parts)].map((one) => [addressKey(one), one])).values()];
  const purpose = 'release the IAM resources';
  const judge: StackChange['judge'] = (changeSet) => judgeRemoval(changeSet, ids);
  return {
    step: 'remove',
    ids,
    change: {
      stack,
      template: text(removed(template, literalsOf(parts), all, parts.staying.length === 0)),
      purpose,
      judge,
    },
  };
}
