import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{printCalls}from"./chunk-CE5V7VXT.js";import"./chunk-3NBAYJWO.js";import"./chunk-OMQQJ4UO.js";import"./chunk-ETXMND4A.js";export{printCalls};
