import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SCRATCH } from '../../helpers/scratch.ts';

const folders: string[] = [];

/** A desired folder with these files, by their path in it. */
export function desiredFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(SCRATCH, 'rolekeeper-desired-'));
  folders.push(folder);
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

export function removeDesiredFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function settingsFile(account: string, more = ''): string {
  return `version: 1\naccount: '${account}'\nregion: eu-west-1\n${more}`;
}

/** An integration with one role that EC2 may assume. */
export function integrationFile(name: string, roleName: string, more = ''): string {
  return `integration: ${name}
description: Reads a bucket
roles:
  - RoleName: ${roleName}
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Principal:
            Service: ec2.amazonaws.com
          Action: sts:AssumeRole
${more}`;
}
