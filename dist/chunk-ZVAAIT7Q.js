import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{sayCalls}from"./chunk-CEUU2VM2.js";import{fitLines}from"./chunk-ORSLDDRN.js";function printCalls({calls,err,errWidth}){let line=sayCalls(calls?.counts()??{});line!==""&&err(`${fitLines(line,errWidth)}
`)}export{printCalls};
