import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { RolekeeperError } from '../model/failure.ts';
import type { FileVendor } from '../vendors/catalogue/vendor.ts';
import type { SetupFile } from './setup-files.ts';
import { INTEGRATION_MODELINE } from './modeline.ts';

const TREE = 'https://github.com/rolekeeper/rolekeeper/tree/main/';

/**
 * A file that comes with rolekeeper, with the answers for its parameters. Its comments stay but for those about the values
 * that it is published with; places of this repository become links.
 *
 * @throws RolekeeperError `internal` where the published file is not what the catalogue says
 */
export function publishedFile(
  vendor: FileVendor,
  published: string,
  answers: Readonly<Record<string, string>>,
  desired: string,
): SetupFile {
  const document = parseDocument(published.replace(/^#.*\n/gm, ''));
  const integration = document.get('integration');
  if (document.errors.length > 0 || typeof integration !== 'string')
    throw new RolekeeperError('internal', `${vendor.file} is not an integration`);
  if (vendor.parameters.length > 0) document.set('parameters', valuesOf(vendor, document, answers));
  // Whose it is in this repository says nothing of another.
  document.delete('owner');
  if (!document.has('handover')) document.set('handover', handoverOf(vendor, document));
  const { url, date } = vendor.source;
  const text = document.toString({ lineWidth: 0, singleQuote: true });
  return {
    path: `${desired}/${integration}.yaml`,
    text: `${INTEGRATION_MODELINE}\n# Complete against ${url} (${date})\n${text.replaceAll(/(?<![\w/])(?=(?:examples|docs)\/[\w/-]+)/g, TREE)}`,
  };
}

/** In the order of the file; a value that the catalogue knows stays unless the answer says otherwise. */
function valuesOf(
  { parameters, file }: FileVendor,
  document: Document,
  answers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const declared = document.get('parameters');
  const names = isMap(declared) ? declared.items.map(({ key }) => String(key)) : [];
  const unasked = names.filter((name) => !parameters.some((parameter) => parameter.name === name));
  if (unasked.length > 0)
    throw new RolekeeperError('internal', `${file} has parameters that are not asked: ${unasked.join(', ')}`);
  return Object.fromEntries(
    parameters.map(({ name, known = '' }) => [
      name,
      (answers[name] ?? '') === '' ? known : (answers[name] ?? ''),
    ]),
  );
}

function handoverOf({ name, handBack }: FileVendor, document: Document): string {
  const roles = document.get('roles');
  const names = isSeq(roles)
    ? roles.items.flatMap((role) => (isMap(role) ? [String(role.get('RoleName'))] : []))
    : [];
  const arns = names.map((role) => `  \${role/${role}.Arn}\n`);
  const list = arns.length === 0 ? '' : `:\n\n${arns.join('')}`;
  return `${name} needs, ${handBack}${list}\nAccount \${AWS::AccountId}.\n`;
}
