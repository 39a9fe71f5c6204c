import { access, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readScopeFiles } from '../desired/load.ts';
import { parseScope } from '../desired/parse-scope.ts';
import { parseSettings } from '../desired/parse-settings.ts';
import { suggest } from '../desired/suggest.ts';
import type { SetupFile } from '../init/setup-files.ts';
import { vendorQuestions, wrongAnswers, type VendorAnswers } from '../init/vendor-answers.ts';
import { vendorFile } from '../init/vendor-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import type { Settings } from '../model/integration.ts';
import { visibleText } from '../report/escape-terminal.ts';
import { renderDiagnostics } from '../report/registry.ts';
import { CATALOGUE } from '../vendors/catalogue/registry.ts';
import type { CatalogueVendor } from '../vendors/catalogue/vendor.ts';
import { writeNewFiles } from './adopt/write-files.ts';
import type { Environment } from './environment.ts';
import { readCatalogue } from './read-catalogue.ts';
import { readPublished } from './read-published.ts';

/** As commander gives them. */
export interface InitVendorOptions {
  readonly desired: string;
  readonly principal?: string;
  readonly externalId?: string;
  readonly policies?: readonly string[];
  readonly roleName?: string;
  /** `NAME=VALUE`, of the parameters of its file. */
  readonly answer?: readonly string[];
}

/** Writes the desired file of a vendor that the catalogue knows; asks for what it does not know. */
export async function initVendor(
  id: string,
  options: InitVendorOptions,
  environment: Environment,
): Promise<number> {
  const vendor = vendorOf(id);
  const settings = await readSettings(options.desired, environment);
  const { partition } = settings;
  const answers = await answersOf(vendor, options, partition, environment);
  const published = vendor.form === 'file' ? await readPublished(vendor.file) : undefined;
  const file = vendorFile(vendor, answers, { desired: options.desired, partition }, published);
  await refuseExisting(file);
  await refuseMistakes(file, options.desired, environment);
  await writeNewFiles([{ file: file.path, text: file.text }], environment.newId());
  environment.out(`wrote ${file.path}\n\n${nextSteps(vendor)}`);
  return 0;
}

function vendorOf(id: string): CatalogueVendor {
  const vendor = CATALOGUE.find((one) => one.id === id);
  if (vendor !== undefined) return vendor;
  const ids = CATALOGUE.map((one) => one.id);
  const own = CATALOGUE.filter((one) => one.id.startsWith(`${id}-`)).map((one) => one.id);
  const near = suggest(id, ids);
  throw new RolekeeperError('invalid-config', `the catalogue has no vendor ${id}`, {
    hint:
      own.length > 0
        ? `it has ${own.join(', ')}`
        : near === undefined
          ? `it has ${ids.join(', ')}; from a vendor's own template: rolekeeper init --from-template FILE`
          : `did you mean ${near}?`,
  });
}

/** The settings of the folder: they say in which partition the vendor is to be let in. */
async function readSettings(desired: string, environment: Environment): Promise<Settings> {
  const path = join(desired, 'rolekeeper.yaml');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new RolekeeperError('invalid-config', `${path} is missing: it names the account and the region`, {
      hint: 'rolekeeper init writes it; --desired names another folder. Nothing was written',
    });
  const { settings, diagnostics } = parseSettings(text, path, environment.rehearsal);
  if (settings === undefined) throw refused(path, diagnostics, environment);
  return settings;
}

/** What the options say, and what a person at a terminal answers to the rest; a wrong answer is asked for again. */
async function answersOf(
  vendor: CatalogueVendor,
  { principal, externalId, policies, roleName, answer = [] }: InitVendorOptions,
  partition: string,
  environment: Environment,
): Promise<VendorAnswers> {
  let answers: VendorAnswers = {
    ...(principal === undefined ? {} : { principal }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(policies === undefined ? {} : { policies: listOf(policies.join(',')) }),
    ...(roleName === undefined ? {} : { roleName }),
    parameters: Object.fromEntries(answer.map(parameterOf)),
  };
  if (!environment.interactive) return answers;
  for (const { name, question } of vendorQuestions(vendor, partition)) {
    if (isAnswered(name, answers)) continue;
    for (let wrong = 'asked'; wrong !== '';) {
      const typed = await environment.ask(`${visibleText(question)}: `);
      if (typed === undefined)
        throw new RolekeeperError('interrupted', 'the questions were not all answered; nothing was written', {
          hint: 'run it again',
        });
      answers = withAnswer(answers, name, typed.trim());
      wrong = wrongAnswers(vendor, answers, partition).find((one) => one.name === name)?.says ?? '';
      if (wrong !== '') environment.err(`${wrong}\n`);
    }
  }
  return answers;
}

function parameterOf(given: string): readonly [string, string] {
  const at = given.indexOf('=');
  if (at < 1)
    throw new RolekeeperError('invalid-config', `--answer ${JSON.stringify(given)} is not NAME=VALUE`, {
      hint: "as in --answer 'BucketName=…'; nothing was written",
    });
  return [given.slice(0, at), given.slice(at + 1)];
}

function listOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '');
}

const OWN_ANSWERS = ['principal', 'externalId', 'policies', 'roleName'] as const;

function ownName(name: string): (typeof OWN_ANSWERS)[number] | undefined {
  return OWN_ANSWERS.find((one) => one === name);
}

function isAnswered(name: string, answers: VendorAnswers): boolean {
  const own = ownName(name);
  return (own === undefined ? answers.parameters?.[name] : answers[own]) !== undefined;
}

function withAnswer(answers: VendorAnswers, name: string, typed: string): VendorAnswers {
  if (name === 'policies') return { ...answers, policies: listOf(typed) };
  return ownName(name) === undefined
    ? { ...answers, parameters: { ...answers.parameters, [name]: typed } }
    : { ...answers, [name]: typed };
}

async function refuseExisting({ path }: SetupFile): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new RolekeeperError('invalid-config', `${path} exists already; nothing was written`, {
      hint: 'edit it, or move it away first',
    });
}

/** What `validate` would find once the file is there, and does not find now. */
async function refuseMistakes(
  { path, text }: SetupFile,
  desired: string,
  environment: Environment,
): Promise<void> {
  const { files } = await readScopeFiles(desired);
  const catalogue = await readCatalogue();
  const mistakesOf = (all: typeof files): readonly Diagnostic[] =>
    parseScope({
      directory: desired,
      files: all,
      catalogue,
      rehearsal: environment.rehearsal,
    }).diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'empty-desired');
  const known = new Set(mistakesOf(files).map((one) => JSON.stringify(one)));
  const own = mistakesOf([...files, { file: path, name: basename(path), text }]);
  const found = own.filter((one) => !known.has(JSON.stringify(one)));
  if (found.length > 0) throw refused(path, found, environment);
}

function refused(
  path: string,
  diagnostics: readonly Diagnostic[],
  environment: Environment,
): RolekeeperError {
  environment.err(renderDiagnostics(diagnostics, 'text', { command: 'plan', color: environment.color }));
  return new RolekeeperError('invalid-config', `${path} would not be valid; nothing was written`, {
    hint: 'correct what is listed, or give other answers',
  });
}

function nextSteps(vendor: CatalogueVendor): string {
  const { name, template } = vendor;
  const whole =
    template === undefined
      ? ''
      : `\nThe CloudFormation template of ${name} may ask for more; rolekeeper init --from-template converts it:\n  ${template.url} (${template.date})\n`;
  const next =
    'Next: rolekeeper validate checks the file, and rolekeeper plan shows what it changes. Apply prints its "handover".\n';
  return `${next}${whole}`;
}
