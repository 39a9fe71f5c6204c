import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{printCalls}from"./chunk-G66GCLAR.js";import"./chunk-NDEUXBS3.js";import"./chunk-JS3ZRSRB.js";import"./chunk-ETXMND4A.js";export{printCalls};
