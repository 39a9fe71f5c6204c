import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{printCalls}from"./chunk-BER4X7DN.js";import"./chunk-3NBAYJWO.js";import"./chunk-NORLDMDA.js";import"./chunk-L6BM5O5V.js";import"./chunk-ETXMND4A.js";export{printCalls};
