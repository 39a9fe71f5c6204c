import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{printCalls}from"./chunk-VMRCAQ5M.js";import"./chunk-3NBAYJWO.js";import"./chunk-ORSLDDRN.js";import"./chunk-A66RKHNC.js";import"./chunk-ETXMND4A.js";export{printCalls};
