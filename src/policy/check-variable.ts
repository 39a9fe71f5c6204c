import { errorAt, quoted, warningAt, type DocumentPath, type GrammarIssue } from './grammar-issue.ts';
import { MULTIVALUED_KEYS } from './multivalued-keys.ts';
import type { PolicyVersion } from './policy-version.ts';

const VARIABLE = /^([*?$]|[^\s,'{}]+(, ?'[^']*')?)$/;

/** Checks the `${…}` of a text: `${key}`, `${key, 'default'}`, or `${*}` `${?}` `${$}` for the character. */
export function checkVariables(
  text: string,
  path: DocumentPath,
  version: PolicyVersion | undefined,
): readonly GrammarIssue[] {
  if (!text.includes('${')) return [];
  if (version === '2008-10-17') {
    const message = `${quoted(text)} has a policy variable, which is plain text in a policy without "Version": "2012-10-17"`;
    return [warningAt(path, 'variable-in-old-version', message, 'write "Version": "2012-10-17"')];
  }
  const issues: GrammarIssue[] = [];
  for (let open = text.indexOf('${'); open !== -1; open = text.indexOf('${', open + 2)) {
    const close = text.indexOf('}', open);
    const inner = text.slice(open + 2, close === -1 ? undefined : close);
    if (close !== -1 && VARIABLE.test(inner)) {
      issues.push(...severalValues(text, inner, path));
      continue;
    }
    const message = `${quoted(text)} has ${close === -1 ? 'a policy variable without its "}"' : `the policy variable ${quoted(`\${${inner}}`)}`}`;
    issues.push(
      errorAt(path, 'variable', message, "write ${key} or ${key, 'default'}, e.g. ${aws:username}"),
    );
  }
  return issues;
}

/** IAM replaces only keys that have one value in a request; it takes the document all the same. */
function severalValues(text: string, inner: string, path: DocumentPath): readonly GrammarIssue[] {
  const [key = ''] = inner.split(',');
  if (!MULTIVALUED_KEYS.includes(key.toLowerCase())) return [];
  const message = `${quoted(text)} has the policy variable ${quoted(`\${${inner}}`)}, whose key may have several values in a request`;
  return [
    warningAt(path, 'variable-of-list', message, 'write the key of one value, e.g. ${aws:PrincipalTag/team}'),
  ];
}
