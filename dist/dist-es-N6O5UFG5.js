import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{fromIni}from"./chunk-EMEQJIJE.js";import"./chunk-LW2QQCNF.js";import"./chunk-QELWH47D.js";import"./chunk-Y6TBBNWQ.js";import"./chunk-ETXMND4A.js";export{fromIni};
