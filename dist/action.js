import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{endProcess,processEnvironment}from"./chunk-4Z2O5K6I.js";import"./chunk-ETXMND4A.js";import{main}from"./action-main.js";process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED??="true";process.exitCode=await main(processEnvironment(!1));await endProcess();
