import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What expressions of a workflow can name: `github`, `needs`, `steps`, `inputs`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Whether everything that a step or job waits for went well. */
export type Status = 'success' | 'failure';

/** The value of an expression, as GitHub's own library evaluates it. */
function evaluate(expression: string, contexts: Contexts, status: Status): data.ExpressionData {
  const functions = statusFunctions(status);
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(tree, known, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

/** A text with its `${{ }}` filled in. */
export function fillIn(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) =>
    evaluate(expression, contexts, 'success').coerceString(),
  );
}

/**
 * Whether an `if:` lets a job or step run. A status function in it takes the place of the `success()` that GitHub puts
 * before it otherwise. https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
 */
export function isLetThrough(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const bare = (condition ?? 'success()').trim().replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const whole = /\b(?:success|failure|always|cancelled)\(/.test(bare) ? bare : `success() && (${bare})`;
  return isTruthy(evaluate(whole, contexts, status));
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#literals */
function isTruthy(value: data.ExpressionData): boolean {
  return !['', 'false', '0'].includes(value.coerceString());
}

function statusFunctions(status: Status) {
  const values = {
    success: status === 'success',
    failure: status === 'failure',
    always: true,
    cancelled: false,
  };
  return Object.entries(values).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
}
