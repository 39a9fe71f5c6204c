#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { main } from './cli.ts';
import { endProcess } from './commands/end-process.ts';
import { processEnvironment } from './commands/process-environment.ts';

// dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
// Most runs end before optimised code pays for itself (docs/decisions/0015-a-command-loads-what-it-uses.md).
if (/^v2[024]\./.test(process.version)) setFlagsFromString('--interrupt-budget=600000');

process.exitCode = await main(process.argv.slice(2), processEnvironment);
await endProcess();
