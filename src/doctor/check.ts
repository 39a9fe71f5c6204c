/** One thing that the doctor looked at. */
export type Check =
  | { readonly state: 'ok'; readonly says: string }
  | { readonly state: 'problem'; readonly says: string; readonly remedy: string }
  /** It cannot be seen from here: it is neither right nor wrong. */
  | { readonly state: 'not-checked'; readonly says: string; readonly remedy: string };

export const ok = (says: string): Check => ({ state: 'ok', says });

export const problem = (says: string, remedy: string): Check => ({ state: 'problem', says, remedy });

export const notChecked = (says: string, remedy: string): Check => ({ state: 'not-checked', says, remedy });

const MARKS: Readonly<Record<Check['state'], string>> = { ok: 'ok', problem: '!!', 'not-checked': '??' };

/** The checks as text, a line each, with what to run or click under those that need it. */
export function renderChecks(checks: readonly Check[]): string {
  const lines = checks.map((check) => {
    const line = `${MARKS[check.state]}  ${check.state === 'not-checked' ? 'not checked: ' : ''}${check.says}`;
    return check.state === 'ok' ? line : `${line}\n      ${check.remedy}`;
  });
  return `${lines.join('\n')}\n`;
}
