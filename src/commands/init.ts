import { access, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { bootstrapOf, parseAnswers, QUESTIONS, wrongAnswer, type InitAnswers } from '../init/answers.ts';
import { tooLong } from '../init/bootstrap-template.ts';
import { EVERY_NAME } from '../init/managed-names.ts';
import { deployCommand, ownerLines, setupFiles, type SetupFile } from '../init/setup-files.ts';
import { partitionOf } from '../desired/partition.ts';
import { RolekeeperError } from '../model/failure.ts';
import { VERSION } from '../model/version.ts';
import { writeNewFiles } from './adopt/write-files.ts';
import type { Environment } from './environment.ts';
import { OWNERS_FILES } from './options.ts';
import { readWorkflows } from './read-published.ts';

/** As commander gives them. */
export type InitOptions = Readonly<Record<string, unknown>>;

/**
 * Sets a repository up: asks for what the options do not say, writes settings, workflows, owners and the bootstrap
 * template, and prints the one command that deploys it. Writes all of it or nothing, and over nothing.
 */
export async function init(options: InitOptions, environment: Environment): Promise<number> {
  const answers = parseAnswers(await answersOf(options, environment));
  const bootstrap = bootstrapOf(answers, EVERY_NAME, partitionOf(answers.region));
  const [long] = tooLong(bootstrap);
  if (long !== undefined) throw new Error(`the policy of ${long.role} has ${long.characters} characters`);
  const files = setupFiles(answers, bootstrap, await readWorkflows());
  const owners = await ownersFile(answers);
  await writeAll([...files, ...owners.files], environment);
  for (const note of owners.notes) environment.out(`${note}\n`);
  environment.out(nextSteps(answers));
  return 0;
}

/** What the options say, and what a person at a terminal answers to the rest; a wrong answer is asked for again. */
async function answersOf(options: InitOptions, environment: Environment): Promise<InitOptions> {
  const answers: Record<string, unknown> = { ...options };
  if (!environment.interactive) return answers;
  for (const [name, question] of QUESTIONS) {
    while (answers[name] === undefined) {
      const typed = await environment.ask(`${question}: `);
      if (typed === undefined)
        throw new RolekeeperError('interrupted', 'the questions were not all answered; nothing was written', {
          hint: 'run it again',
        });
      const wrong = wrongAnswer(name, typed.trim());
      if (wrong === undefined) answers[name] = typed.trim();
      else environment.err(`${wrong}\n`);
    }
  }
  return answers;
}

interface Owners {
  readonly files: readonly SetupFile[];
  readonly notes: readonly string[];
}

async function ownersFile(answers: InitAnswers): Promise<Owners> {
  const lines = ownerLines(answers);
  if (lines.length === 0)
    return {
      files: [],
      notes: [
        `No --owners were given. Without CODEOWNERS, any approval counts for changes of ${answers.desired}/ and the workflows.`,
      ],
    };
  const found = await firstThatExists(OWNERS_FILES);
  if (found === undefined)
    return { files: [{ path: '.github/CODEOWNERS', text: `${lines.join('\n')}\n` }], notes: [] };
  return {
    files: [],
    notes: [`${found} exists. Add to it:\n${lines.map((line) => `  ${line}`).join('\n')}`],
  };
}

async function firstThatExists(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await exists(file)) return file;
  return undefined;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** All files, or none: what is there already with the same text stays. */
async function writeAll(files: readonly SetupFile[], environment: Environment): Promise<void> {
  const there = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(file.path, 'utf8').catch(() => undefined) })),
  );
  const other = there.filter(({ file, text }) => text !== undefined && text !== file.text);
  if (other.length > 0) {
    throw new RolekeeperError(
      'invalid-config',
      `${other.map(({ file }) => file.path).join(', ')} exists already; nothing was written`,
      {
        hint: 'move it away and compare the two afterwards, or run init in an empty folder and copy what you need',
      },
    );
  }
  const missing = files.filter((_, index) => there[index]?.text === undefined);
  await makeFolders(missing);
  const named = missing.map(({ path, text }) => ({ file: path, name: basename(path), text }));
  await writeNewFiles(named, environment.newId());
  for (const { path } of missing) environment.out(`wrote ${path}\n`);
}

async function makeFolders(files: readonly SetupFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    try {
      await mkdir(folder, { recursive: true });
    } catch (cause) {
      throw new RolekeeperError(
        'invalid-config',
        `the folder ${folder} cannot be created; nothing was written`,
        {
          cause,
          hint: 'run it in a folder that you can write to',
        },
      );
    }
  }
}

function nextSteps(answers: InitAnswers): string {
  const { repository, environment, branch, ownerId, desired, pin } = answers;
  const pinning =
    pin === undefined
      ? `The workflows use the action by its tag, which can be moved. This prints the commit of the tag, to write in its place or to
give as --pin:
  git ls-remote https://github.com/rolekeeper/rolekeeper 'refs/tags/v${VERSION}^{}' 'refs/tags/v${VERSION}'

`
      : '';
  const ids =
    ownerId === undefined
      ? `
The trust policies name the subject repo:${repository}:…. The subject of a repository that was created or renamed since July
2026 has ids in it. For such a repository, delete the files above, and run init again with the options that this prints:
  gh api repos/${repository} --jq '"--owner-id \\(.owner.id) --repository-id \\(.id)"'
`
      : '';
  return `
Create the roles in the account, with credentials that may create roles:
  ${deployCommand(answers)}

Create the environment that the apply role trusts, for ${branch} only, and add its reviewers in Settings → Environments:
  gh api --method PUT repos/${repository}/environments/${environment} -F 'deployment_branch_policy[protected_branches]=true' -F 'deployment_branch_policy[custom_branch_policies]=false'
${ids}
${pinning}Protect ${branch}: require a review and the check "plan". Commit the files, and open a pull request with the first file in
${desired}/: rolekeeper adopt, init VENDOR and init --from-template FILE write one.

Until a file declares something, the apply role may write every name but those of rolekeeper's own roles and policies. After
that, rolekeeper permissions --format template prints the template for the declared names, to deploy again.
rolekeeper doctor says what is still missing: roles, environment, protection, schedule.
`;
}
