import { entryOf } from '../desired/source-tree.ts';
import type { Location } from '../model/diagnostic.ts';
import { aside, newPass, within, wrong, type Pass } from './pass.ts';
import { readTemplate, type TemplateParameter, type TemplateResource } from './read-template.ts';
import { plain, plainAt, textsIn, valueAt, type Value } from './value.ts';

/** Types that are made of a template of their own. */
export const NESTING = ['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet'];

/** The address of a template in a bucket; undefined where it stands in the outer one, or is not known. */
export function templateUrl(pass: Pass, { properties }: TemplateResource): string | undefined {
  const node = entryOf(properties, 'TemplateURL')?.value;
  const url = node === undefined ? undefined : pass.evaluate(aside(pass), node);
  return url?.type === 'text' ? plain(url) : undefined;
}

/** Where the file of a template lies that a nested stack names by a path, as `aws cloudformation package` takes it. */
export function nestedFile(outer: string, url: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('/')) return undefined;
  const folder = outer.includes('/') ? outer.slice(0, outer.lastIndexOf('/') + 1) : '';
  return `${folder}${url.replace(/^(?:\.\/)+/, '')}`;
}

/** The pass over the template within a stack or a stack set, with the parameters that the outer one gives it. */
export function innerPass(pass: Pass, resource: TemplateResource): Pass | undefined {
  const { id, location } = resource;
  if (!pass.inner.has(id)) {
    const made = within(pass, `template of ${pass.template.file} ${id}`, location, undefined, () =>
      makeInnerPass(pass, resource),
    );
    pass.inner.set(id, made);
  }
  return pass.inner.get(id);
}

function makeInnerPass(pass: Pass, resource: TemplateResource): Pass | undefined {
  const found = textOf(pass, resource);
  if (found === undefined) return undefined;
  const { text, file } = found;
  const isOpen = pass.files.includes(file);
  if (isOpen) {
    const cycle = [...pass.files.slice(pass.files.indexOf(file)), file].join(' → ');
    const hint = 'break the cycle: CloudFormation would never finish';
    wrong(pass, resource.location, `the template contains itself: ${cycle}`, hint);
    return undefined;
  }
  const { template, diagnostics } = readTemplate(text, file);
  pass.diagnostics.push(...diagnostics);
  if (template === undefined) return undefined;
  const { given, secret } = givenTo(pass, resource);
  const parameters = new Map(
    [...template.parameters].map(([name, one]): [string, TemplateParameter] => [
      name,
      // A secret of the outer template is one in the inner template, too.
      secret.has(name) ? { ...one, noEcho: true } : one,
    ]),
  );
  const { integration } = pass.deployment;
  const inner = newPass(
    { ...template, parameters },
    { ...pass, deployment: { ...pass.deployment, integration: `${integration}-${resource.id}` } },
    pass.evaluate,
  );
  return {
    ...inner,
    given,
    prefix: `${pass.prefix}${resource.id}/`,
    files: [...pass.files, file],
    questions: pass.questions,
    taken: pass.taken,
    used: pass.used,
    diagnostics: pass.diagnostics,
    omissions: pass.omissions,
    undecided: pass.undecided,
    open: pass.open,
    work: pass.work,
  };
}

/** The text of the inner template: within the outer one, or in a file beside it. */
function textOf(
  pass: Pass,
  resource: TemplateResource,
): { readonly text: string; readonly file: string } | undefined {
  const body = entryOf(resource.properties, 'TemplateBody')?.value;
  const written = body === undefined ? undefined : pass.evaluate(pass, body);
  if (written?.type === 'text')
    return { text: plain(written), file: `${pass.template.file} (${resource.id})` };
  const url = templateUrl(pass, resource);
  const file = url === undefined ? undefined : nestedFile(pass.template.file, url);
  const text = file === undefined ? undefined : pass.nested.get(file);
  return file === undefined || text === undefined ? undefined : { text, file };
}

interface Given {
  readonly given: ReadonlyMap<string, string>;
  readonly secret: ReadonlySet<string>;
}

/** A nested stack has a map of parameters, and a stack set a list. */
function givenTo(pass: Pass, { properties }: TemplateResource): Given {
  const node = entryOf(properties, 'Parameters')?.value;
  const given = new Map<string, string>();
  const secret = new Set<string>();
  const give = (name: string | undefined, value: Value | undefined): void => {
    if (name === undefined || (value?.type !== 'text' && value?.type !== 'list')) return;
    const texts = textsIn(value);
    given.set(name, texts.map(plain).join(','));
    if (texts.some(({ pieces }) => pieces.some((piece) => piece.secret === true))) secret.add(name);
  };
  const value = node === undefined ? undefined : pass.evaluate(pass, node);
  if (value?.type === 'map') for (const { key, value: one } of value.entries) give(key, one);
  for (const item of value?.type === 'list' ? value.items : [])
    if (item.type === 'map') give(plainAt(item, 'ParameterKey'), valueAt(item, 'ParameterValue'));
  return { given, secret };
}

/** Of a template in a bucket: how what it makes comes into a file, too. */
export function sayUnopened(
  { id, type, location }: TemplateResource,
  url: string | undefined,
): { readonly location: Location; readonly reason: string; readonly remedy: string } {
  const what = type === 'AWS::CloudFormation::Stack' ? 'the nested stack' : 'the stack set';
  const place = url === undefined ? 'a template that is known when it is created' : url;
  return {
    location,
    reason: `what ${what} ${id} makes of IAM is not in this file: it is made of ${place}`,
    remedy:
      url !== undefined && url.startsWith('https://')
        ? `curl -fsSL '${url.replaceAll("'", '%27')}' | rolekeeper init --from-template - --integration NAME writes a file for it`
        : 'give that template to rolekeeper init --from-template, too',
  };
}
