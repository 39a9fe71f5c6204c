import { main } from './action.ts';
import { endProcess } from './commands/end-process.ts';
import { processEnvironment } from './commands/process-environment.ts';

// dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

process.exitCode = await main(processEnvironment(false));
await endProcess();
