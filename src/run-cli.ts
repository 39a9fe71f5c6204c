#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { endProcess } from './commands/end-process.ts';
import { tuneV8 } from './commands/tune-v8.ts';
import { processEnvironment } from './commands/process-environment.ts';
import { VERSION } from './model/version.ts';

/** What scripts ask alone is told without the command line, which takes as long to load as Node does. */
const isVersion = process.argv.length === 3 && process.argv[2] === '--version';

/**
 * Commands that read an account read their files in a thread of their own, which takes as long to start as the command line.
 * From what the `aws` CLI printed there is nothing to wait for, and help reads no file.
 */
const [command = '', ...options] = process.argv.slice(2);
const readsApart =
  ['plan', 'drift'].includes(command) &&
  !options.some((option) => /^(?:--live(?:=.*)?|--help|-h)$/s.test(option));

if (isVersion) {
  process.stdout.write(`${VERSION}\n`);
} else {
  // dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  tuneV8(process.version, setFlagsFromString);
  const apart = readsApart ? await import('./commands/load-in-thread.ts') : undefined;
  apart?.startFilesThread();
  const { main } = await import('./cli.ts');
  process.exitCode = await main(process.argv.slice(2), (colorAllowed) => ({
    ...processEnvironment(colorAllowed),
    ...(apart === undefined ? {} : { loadFiles: apart.loadFilesInThread }),
  }));
}
await endProcess();
