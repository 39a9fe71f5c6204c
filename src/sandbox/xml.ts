/** What a handler answers: `undefined` members are left out, lists become `<member>` items. */
export type Answer = string | number | boolean | undefined | readonly Answer[] | AnswerObject;

export interface AnswerObject {
  readonly [name: string]: Answer;
}

// All that XML 1.0 can write, escaped or not: https://www.w3.org/TR/xml/#charsets
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}

/** Text as it arrives on the other side of XML. */
export function writable(text: string): string {
  return text.replaceAll(UNWRITABLE, '\uFFFD');
}

function write(name: string, value: Answer, indent: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return `${indent}<${name}>${escape(writable(String(value)))}</${name}>\n`;
  const inner = isList(value)
    ? value.map((item) => write('member', item, `${indent}  `)).join('')
    : Object.entries(value)
        .map(([key, item]) => write(key, item, `${indent}  `))
        .join('');
  return inner === '' ? `${indent}<${name}/>\n` : `${indent}<${name}>\n${inner}${indent}</${name}>\n`;
}

export function isList(value: readonly Answer[] | AnswerObject): value is readonly Answer[] {
  return Array.isArray(value);
}

/** The body of a successful answer; operations without output have no Result element. */
export function responseXml(action: string, namespace: string, requestId: string, answer: Answer): string {
  const result = answer === undefined ? '' : write(`${action}Result`, answer, '  ');
  const metadata = write('ResponseMetadata', { RequestId: requestId }, '  ');
  return `<${action}Response xmlns="${namespace}">\n${result}${metadata}</${action}Response>\n`;
}

/** The body of an error, indented as AWS does it. https://github.com/aws/aws-cli/issues/6216 */
export function errorXml(
  namespace: string,
  requestId: string,
  code: string,
  message: string,
  sender: boolean,
) {
  const error = write('Error', { Type: sender ? 'Sender' : 'Receiver', Code: code, Message: message }, '  ');
  return `<ErrorResponse xmlns="${namespace}">\n${error}  <RequestId>${requestId}</RequestId>\n</ErrorResponse>\n`;
}
