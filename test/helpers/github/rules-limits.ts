import { problem } from './exchange.ts';
import type { Rule } from './world.ts';

const BODY_LIMIT = 65_536;
const TITLE_LIMIT = 256;

/** GitHub refuses what `emulate` takes; see README.md for where the wording is from. */
export const limitTexts: Rule = (call) => {
  if (call.method !== 'POST' && call.method !== 'PATCH') return undefined;
  if (!/\/(?:issues|pulls)(?:\/|$)/.test(call.path)) return undefined;
  const { body, title } = (call.body ?? {}) as { body?: unknown; title?: unknown };
  const isComment = /\/comments(?:\/\d+)?$/.test(call.path);
  if (typeof body === 'string' && lengthOf(body) > BODY_LIMIT) {
    const error = isComment
      ? { resource: 'IssueComment', code: 'unprocessable', field: 'data' }
      : { resource: 'Issue', code: 'custom', field: 'body' };
    const message = isComment
      ? 'Body is too long (maximum is 65536 characters)'
      : 'body is too long (maximum is 65536 characters)';
    return problem(422, 'Validation Failed', { errors: [{ ...error, message }] });
  }
  if (typeof title === 'string' && lengthOf(title) > TITLE_LIMIT) {
    const error = { resource: 'Issue', code: 'custom', field: 'title' };
    const message = 'title is too long (maximum is 256 characters)';
    return problem(422, 'Validation Failed', { errors: [{ ...error, message }] });
  }
  return undefined;
};

/** Nobody but people with write access may comment on a locked conversation. */
export const refuseLocked: Rule = (call, world) => {
  const number = /\/issues\/(\d+)\/comments$/.exec(call.path)?.[1];
  if (call.method !== 'POST' || number === undefined || !world.lockedIssues.has(Number(number)))
    return undefined;
  return problem(403, 'Unable to create comment because issue is locked.');
};

function lengthOf(text: string): number {
  return Array.from(text).length;
}
