import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{sayCalls}from"./chunk-YVFAXOBA.js";function printCalls({calls,err}){let line=sayCalls(calls?.counts()??{});line!==""&&err(`${line}
`)}export{printCalls};
