import{wrapText}from"./shared-validate-plan-apply.js";import{visibleText}from"./shared-validate-plan-apply.js";import{RolekeeperError}from"./shared-start.js";function printFailure(error,environment){if(error instanceof RolekeeperError&&error.reason!=="internal"){let{location,message,hint,reason}=error,said=`Error: ${location===void 0?"":`${location.file}:${location.line}:${location.column}: `}${visibleText(message)} (${reason})`;environment.err(`
${wrapped(said,"",environment)}
`),hint!==void 0&&environment.err(`${wrapped(visibleText(hint),"  ",environment)}
`);return}let detail=error instanceof Error?error.stack??error.message:String(error);environment.err(`
Error: this is a bug in rolekeeper (internal)
  please report it with the following lines: https://github.com/rolekeeper/rolekeeper/issues
${detail}
`)}function wrapped(text,indent,{errWidth}){return(errWidth===void 0?[text]:wrapText(text,errWidth-indent.length)).map(line=>indent+line).join(`
`)}export{printFailure};
