#!/usr/bin/env node
import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{endProcess,processEnvironment}from"./chunk-4Z2O5K6I.js";import"./chunk-ETXMND4A.js";import{setFlagsFromString}from"node:v8";import{main}from"./cli-main.js";process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED??="true";/^v2[024]\./.test(process.version)&&setFlagsFromString("--interrupt-budget=600000");process.exitCode=await main(process.argv.slice(2),processEnvironment);await endProcess();
