import{fitLines}from"./shared-validate-plan-apply.js";import{sayCalls}from"./shared-validate-plan-apply.js";function printCalls({calls,err,errWidth}){let line=sayCalls(calls?.counts()??{});line!==""&&err(`${fitLines(line,errWidth)}
`)}export{printCalls};
