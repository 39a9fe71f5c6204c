#!/usr/bin/env node
import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{endProcess,optimiseLater,processEnvironment}from"./chunk-ZNDGW52R.js";import{VERSION}from"./chunk-CD6KSGDR.js";import"./chunk-BHE7LWZU.js";import"./chunk-ETXMND4A.js";import{setFlagsFromString}from"node:v8";var isVersion=process.argv.length===3&&process.argv[2]==="--version";if(isVersion)process.stdout.write(`${VERSION}
`);else{process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED??="true",optimiseLater(process.version,setFlagsFromString);let{main}=await import("./cli-main.js");process.exitCode=await main(process.argv.slice(2),processEnvironment)}await endProcess();
