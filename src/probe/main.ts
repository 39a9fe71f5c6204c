import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createInterface } from 'node:readline/promises';
import { PREFIX } from './lab.ts';
import { QUESTIONS, runProbe } from './run-probe.ts';

/** How often CloudFormation is asked whether it has ended. */
const PAUSE = 2_000;

/**
 * `npm run probe`: asks the account that the environment points at how it behaves where that is not verified, and
 * prints the settings of the sandbox's switches, and what it says where it refuses something, as JSON. It asks before
 * it changes anything; `--yes` answers.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await probe(args);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function probe(args: readonly string[]): Promise<number> {
  const sts = new STSClient({});
  const cloudFormation = new CloudFormationClient({ maxAttempts: 8 });
  const iam = new IAMClient({ maxAttempts: 8 });
  try {
    return await ask(args, sts, cloudFormation, iam);
  } finally {
    for (const client of [sts, cloudFormation, iam]) client.destroy();
  }
}

async function ask(
  args: readonly string[],
  sts: STSClient,
  cloudFormation: CloudFormationClient,
  iam: IAMClient,
): Promise<number> {
  const { Account: account = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  say(
    `This makes about ${QUESTIONS.length} small stacks in account ${account} (as ${arn}), with IAM groups, roles and policies\n` +
      `that grant nothing and are named ${PREFIX}…, and removes them again. It takes some minutes and costs nothing.`,
  );
  if (!args.includes('--yes') && !(await isWanted())) {
    say('nothing was done');
    return 1;
  }
  const findings = await runProbe(
    {
      cloudFormation,
      iam,
      account,
      partition: arn.split(':')[1] ?? 'aws',
      run: Date.now().toString(36),
      pause: () => new Promise((resolve) => void setTimeout(resolve, PAUSE)),
    },
    say,
  );
  process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  for (const text of findings.left) say(`could not be removed: ${text}`);
  return findings.left.length === 0 && Object.keys(findings.unanswered).length === 0 ? 0 : 1;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Ctrl-C and Ctrl-D are a no. No Enter has ended the line. */
function noAnswer(error: unknown): string {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
  say('');
  return 'n';
}

async function isWanted(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test(await terminal.question('Go on? [y/N] ').catch(noAnswer));
  } finally {
    terminal.close();
  }
}
