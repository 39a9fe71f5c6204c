import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { textOf } from '../desired/source-tree.ts';
import { nestedFile, NESTING } from '../template/inner-pass.ts';
import type { NestedTemplates } from '../template/pass.ts';
import { readTemplate, type Template } from '../template/read-template.ts';

/** CloudFormation's own limit for a template from a bucket. */
export const MOST_BYTES = 1024 * 1024;

const MOST_FILES = 100;

/**
 * The templates of nested stacks that lie beside a template, by their files. The template is text of others: it names no
 * file outside of its folder, and what cannot be read is left to the conversion, which says so.
 */
export async function readNested(template: Template): Promise<NestedTemplates> {
  const found = new Map<string, string>();
  const folder = await realpath(dirname(template.file));
  const open = [template];
  for (let one = open.shift(); one !== undefined; one = open.shift()) {
    for (const { type, properties } of one.resources.values()) {
      const url = NESTING.includes(type) ? textOf(properties, 'TemplateURL') : undefined;
      const file = url === undefined ? undefined : nestedFile(one.file, url);
      if (file === undefined || found.has(file) || found.size >= MOST_FILES) continue;
      const text = await readWithin(folder, file);
      if (text === undefined) continue;
      found.set(file, text);
      const inner = readTemplate(text, file).template;
      if (inner !== undefined) open.push(inner);
    }
  }
  return found;
}

async function readWithin(folder: string, file: string): Promise<string | undefined> {
  try {
    const path = await realpath(file);
    const { size } = await stat(path);
    if (!path.startsWith(`${folder}${sep}`) || size > MOST_BYTES) return undefined;
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
