import { setFlagsFromString } from 'node:v8';
import { main } from './action.ts';
import { endProcess } from './commands/end-process.ts';
import { tuneV8 } from './commands/tune-v8.ts';
import { processEnvironment } from './commands/process-environment.ts';

// dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
tuneV8(process.version, setFlagsFromString);

process.exitCode = await main(processEnvironment(false));
await endProcess();
