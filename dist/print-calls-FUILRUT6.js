import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{printCalls}from"./chunk-ZVAAIT7Q.js";import"./chunk-CEUU2VM2.js";import"./chunk-ORSLDDRN.js";import"./chunk-A66RKHNC.js";import"./chunk-ETXMND4A.js";export{printCalls};
