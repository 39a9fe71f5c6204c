import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{printCalls}from"./chunk-FGVEAMAU.js";import"./chunk-YVFAXOBA.js";import"./chunk-JS3ZRSRB.js";import"./chunk-ETXMND4A.js";export{printCalls};
