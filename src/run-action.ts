import { main } from './action.ts';
import { processEnvironment } from './commands/process-environment.ts';

// dist/ runs on every Node that the action's runners have; what the SDK will need next year is not the user's concern.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const environment = processEnvironment(false);
process.exitCode = await main(environment);
// What was under way when the run was cancelled would keep the process alive.
if (environment.wasStopped?.() === true) process.exit();
