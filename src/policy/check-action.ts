import { errorAt, quoted, type DocumentPath, type GrammarIssue } from './grammar-issue.ts';
import type { PolicyType } from './policy-type.ts';

const SERVICE = /^[A-Za-z0-9.-]+$/;
const NAME = /^[A-Za-z0-9_*?-]+$/;

/** Checks one entry of Action or NotAction: `*`, or `service:Name` with wildcards in the name. */
export function checkAction(action: string, path: DocumentPath, type: PolicyType): readonly GrammarIssue[] {
  if (action === '*' && type === 'identity') return [];
  const wrong = action === '*' ? undefined : whatIsWrong(action);
  if (wrong) return [errorAt(path, 'action-format', `action ${quoted(action)} ${wrong.what}`, wrong.hint)];
  if (type === 'trust' && !action.toLowerCase().startsWith('sts:')) {
    const message = `action ${quoted(action)} stands in a trust policy, which takes actions of STS only`;
    return [
      errorAt(path, 'trust-action', message, 'write "sts:AssumeRole", or move it to a policy of the role'),
    ];
  }
  return [];
}

function whatIsWrong(action: string): { readonly what: string; readonly hint: string } | undefined {
  const example = 'write service and action, e.g. "s3:GetObject"';
  const [service = '', name, ...rest] = action.split(':');
  if (action === '') return { what: 'is empty', hint: example };
  if (/\s/.test(action)) {
    return { what: 'has white space in it', hint: `write ${quoted(action.replace(/\s+/g, ''))}` };
  }
  if (name === undefined) return { what: 'has no service in front', hint: example };
  if (rest.length > 0) return { what: 'has more than one colon', hint: example };
  if (service.includes('*') || service.includes('?')) {
    return {
      what: 'has a wildcard in the service',
      hint: 'name the service, or write "*" for every action of every service',
    };
  }
  if (!SERVICE.test(service)) return { what: 'has no service in front that IAM could know', hint: example };
  if (name === '')
    return { what: 'names a service and no action', hint: `write ${quoted(`${service}:*`)} for all of them` };
  return NAME.test(name) ? undefined : { what: 'has characters that no action has', hint: example };
}
