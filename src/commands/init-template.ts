import { access, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { yamlText } from '../adopt/yaml-text.ts';
import { loadDesired } from '../desired/load.ts';
import { parseSettings } from '../desired/parse-settings.ts';
import { toJson } from '../desired/source-tree.ts';
import { INTEGRATION_MODELINE } from '../init/modeline.ts';
import { addressKey, addressOf } from '../model/address.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { RolekeeperError } from '../model/failure.ts';
import { visibleText } from '../report/escape-terminal.ts';
import { renderDiagnostics } from '../report/registry.ts';
import { convertTemplate, type Conversion } from '../template/convert-template.ts';
import type { Question } from '../template/question.ts';
import { readTemplate, type Template } from '../template/read-template.ts';
import { sayDifferences } from '../template/say-differences.ts';
import { writeNewFiles } from './adopt/write-files.ts';
import type { Environment } from './environment.ts';
import { MOST_BYTES, readNested } from './read-nested.ts';
import { readCatalogue } from './read-catalogue.ts';
import { today } from './today.ts';

/** As commander gives them. */
export interface InitTemplateOptions {
  readonly desired: string;
  readonly fromTemplate: string;
  readonly integration?: string;
  readonly answer?: readonly string[];
  readonly serviceRoles?: boolean;
}

/** Writes the desired file that a vendor's CloudFormation template comes to, and says how the two differ. */
export async function initTemplate(options: InitTemplateOptions, environment: Environment): Promise<number> {
  const fromInput = options.fromTemplate === '-';
  const file = fromInput ? 'standard input' : options.fromTemplate;
  const text = await readText(options.fromTemplate);
  const { template, diagnostics } = readTemplate(text, file);
  if (template === undefined) throw refused(diagnostics, file, environment);
  const integration = integrationName(options, fromInput);
  const name = `${integration}.yaml`;
  const target = `${options.desired}/${name}`;
  await refuseExisting(target);
  const { settings, taken } = await readScope(options.desired, environment);
  const answers = answersOf(options.answer ?? []);
  const catalogue = await readCatalogue();
  const nested = fromInput ? new Map<string, string>() : await readNested(template);
  const asksPerson = environment.interactive && !fromInput;
  // One for the whole command: asking twice is not another stack.
  const unique = environment.newId();
  const convert = (takes: boolean): Conversion =>
    convertTemplate(
      template,
      { ...settings, integration, unique },
      { ...settings, catalogue, today: today(environment.clock) },
      { answers, takes, serviceRoles: options.serviceRoles === true, nested },
    );
  let conversion = convert(!asksPerson);
  while (conversion.state === 'asks') {
    if (!asksPerson) break;
    for (const question of conversion.questions)
      answers.set(question.id, await askFor(question, environment));
    conversion = convert(false);
  }
  const converted = finished(conversion, template, environment);
  const double = converted.addresses.find((address) => taken.has(addressKey(address)));
  if (double !== undefined)
    throw new RolekeeperError(
      'invalid-config',
      `${double} is declared already in ${taken.get(addressKey(double)) ?? ''}; nothing was written`,
      {
        hint: 'give it another name with --answer, or take it out of that file',
      },
    );
  await writeNewFiles([{ file: target, text: fileText(converted, file, text) }], environment.newId());
  if (converted.warnings.length > 0)
    environment.err(
      renderDiagnostics(converted.warnings, 'text', { command: 'plan', color: environment.color }),
    );
  environment.out(`wrote ${target}\n${visibleLines(sayDifferences(converted.differences))}`);
  environment.out(
    '\nNext: rolekeeper validate checks the file, and rolekeeper plan shows what it changes.\n',
  );
  return 0;
}

function fileText(
  converted: Extract<Conversion, { readonly state: 'converted' }>,
  file: string,
  text: string,
): string {
  const digest = createHash('sha256').update(text).digest('hex');
  const name = basename(file).replaceAll(/[^\w.-]/g, '_');
  return `${INTEGRATION_MODELINE}\n# From the template ${name}, SHA-256 ${digest}\n${yamlText(toJson(converted.root))}`;
}

function finished(
  conversion: Conversion,
  template: Template,
  environment: Environment,
): Extract<Conversion, { readonly state: 'converted' }> {
  switch (conversion.state) {
    case 'converted':
      return conversion;
    case 'wrong':
      throw refused(conversion.diagnostics, template.file, environment);
    case 'asks':
      for (const { id, asks, proposal } of conversion.questions)
        environment.err(
          `${visibleText(id)}: ${visibleText(asks.replaceAll(/\s+/g, ' '))}${proposal === undefined ? '' : ` (the template says ${visibleText(JSON.stringify(proposal))})`}\n`,
        );
      throw new RolekeeperError(
        'invalid-config',
        `${template.file} leaves open ${conversion.questions.map(({ id }) => id).join(', ')}; nothing was written`,
        { hint: `answer with ${conversion.questions.map(({ id }) => `--answer '${id}=…'`).join(' ')}` },
      );
    case 'nothing':
      environment.out(visibleLines(sayDifferences(conversion.differences)));
      throw new RolekeeperError(
        'invalid-config',
        `${template.file} creates nothing that a desired file can declare; nothing was written`,
        {
          hint:
            conversion.serviceRoles.length === 0
              ? 'the list above says what it creates'
              : `--service-roles converts ${conversion.serviceRoles.join(', ')}, which only services of AWS assume`,
        },
      );
  }
}

/** Data of the template cannot steer the terminal. */
function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}

function refused(
  diagnostics: readonly Diagnostic[],
  file: string,
  environment: Environment,
): RolekeeperError {
  environment.err(renderDiagnostics(diagnostics, 'text', { command: 'plan', color: environment.color }));
  return new RolekeeperError(
    'invalid-config',
    `${file} cannot be converted to a desired file; nothing was written`,
    {
      hint: 'each line above says where and what to do',
    },
  );
}

async function readText(name: string): Promise<string> {
  if (/^https?:\/\//.test(name))
    throw new RolekeeperError('invalid-config', '--from-template takes a file, not an address', {
      hint: `curl -fsSL ${name} | rolekeeper init --from-template - --integration NAME`,
    });
  let bytes: Uint8Array;
  try {
    if (name !== '-' && !(await stat(name)).isFile()) throw new Error('it is not a file');
    bytes = await readFile(name === '-' ? '/dev/stdin' : name);
  } catch (cause) {
    throw new RolekeeperError(
      'invalid-config',
      `the template ${name} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
        hint: '--from-template takes a file with a CloudFormation template, or - for standard input',
      },
    );
  }
  if (bytes.length > MOST_BYTES)
    throw new RolekeeperError('invalid-config', `the template ${name} is larger than 1 MiB`, {
      hint: 'CloudFormation takes no larger one',
    });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RolekeeperError('invalid-config', `the template ${name} is not UTF-8 text`, {
      cause,
      hint: 'save it as UTF-8',
    });
  }
}

function integrationName({ integration, fromTemplate }: InitTemplateOptions, fromInput: boolean): string {
  const stem = basename(fromTemplate).replace(/(?:\.template)?\.(?:ya?ml|json|template|txt)$/i, '');
  const name =
    integration ??
    (fromInput ? '' : stem.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^[^A-Za-z]+|-+$/g, ''));
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name)) return name;
  throw new RolekeeperError(
    'invalid-config',
    name === ''
      ? '--integration is missing'
      : `--integration ${JSON.stringify(name)} is not a valid name for an integration`,
    {
      hint: 'it begins with a letter and has letters, digits and "-" only, as in --integration datadog; nothing was written',
    },
  );
}

async function refuseExisting(target: string): Promise<void> {
  const there = await Promise.all(
    [target, target.replace(/\.yaml$/, '.yml')].map((path) =>
      access(path).then(
        () => path,
        () => undefined,
      ),
    ),
  );
  const found = there.find((path) => path !== undefined);
  if (found !== undefined)
    throw new RolekeeperError('invalid-config', `${found} exists already; nothing was written`, {
      hint: 'name another one with --integration, or move it away first',
    });
}

/** The settings of the folder, and what its files declare already. */
async function readScope(desired: string, environment: Environment) {
  const path = join(desired, 'rolekeeper.yaml');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new RolekeeperError('invalid-config', `${path} is missing: it names the account and the region`, {
      hint: 'rolekeeper init writes it; --desired names another folder',
    });
  const { settings, diagnostics } = parseSettings(text, path, environment.rehearsal);
  if (settings === undefined) throw refused(diagnostics, path, environment);
  const { reviewable } = await loadDesired({ directory: desired, rehearsal: environment.rehearsal });
  const taken = new Map(
    reviewable.flatMap(({ integrations }) =>
      integrations.flatMap(({ resources }) =>
        resources.map(
          ({ resource, location }) =>
            [
              addressKey(addressOf(resource.kind, resource.name)),
              `${location.file}:${location.line}`,
            ] as const,
        ),
      ),
    ),
  );
  return { settings, taken };
}

function answersOf(given: readonly string[]): Map<string, string> {
  return new Map(
    given.map((one) => {
      const at = one.indexOf('=');
      if (at < 1)
        throw new RolekeeperError('invalid-config', `--answer ${JSON.stringify(one)} is not NAME=VALUE`, {
          hint: "as in --answer 'ExternalId=…'; nothing was written",
        });
      return [one.slice(0, at), one.slice(at + 1)] as const;
    }),
  );
}

/** A wrong answer is asked for again; Ctrl-C ends the command. */
async function askFor(
  { id, asks, proposal, isProof, check }: Question,
  environment: Environment,
): Promise<string> {
  for (;;) {
    const offered = proposal === undefined || isProof ? '' : ` [${proposal}]`;
    const typed = await environment.ask(
      `${visibleText(`${id}: ${asks.replaceAll(/\s+/g, ' ')}${offered}`)}: `,
    );
    if (typed === undefined)
      throw new RolekeeperError('interrupted', 'the questions were not all answered; nothing was written', {
        hint: 'run it again',
      });
    const answer = typed.trim() === '' && offered !== '' ? (proposal ?? '') : typed.trim();
    const wrong = check(answer);
    if (wrong === undefined) return answer;
    environment.err(`${visibleText(`${id} ${wrong}`)}\n`);
  }
}
