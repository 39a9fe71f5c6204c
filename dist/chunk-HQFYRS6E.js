import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{codeSpan,fencedBlock}from"./chunk-HODZJNO5.js";import{visibleText}from"./chunk-A66RKHNC.js";function handoversOf(applied,{integrations}){return integrations.flatMap(({integration,vendor,handover})=>handover===void 0||!applied.includes(integration)?[]:[{integration,...vendor===void 0?{}:{vendor},text:handover}])}function handoverLines(text){return text.replace(/\r\n?/g,`
`).trimEnd().split(`
`).map(line=>visibleText(line.trimEnd()))}function handoversText(...of){return handoversOf(...of).flatMap(({integration,vendor,text})=>["",`To hand over to ${visibleText(vendor??"the third party")} (rolekeeper handover ${visibleText(integration)} prints it again, and with --show-external-ids what is masked):`,...handoverLines(text).map(line=>`  ${line}`.trimEnd())])}function handoversMarkdown(applied,plan,room=Number.POSITIVE_INFINITY){let blocks=handoversOf(applied,plan).map(({integration,vendor,text})=>{let title=vendor===void 0?"To hand over":`To hand over to ${codeSpan(vendor)}`;return{integration,block:`**${title}** for ${codeSpan(integration)}:

${fencedBlock("text",handoverLines(text))}`}}),shown=[],left=[];for(let{integration,block}of blocks)[...shown,block].join(`

`).length<=room?shown.push(block):left.push(codeSpan(integration));return left.length>0&&shown.push(`**To hand over**, in the summary of the run: ${left.join(", ")}`),shown.join(`

`)}export{handoverLines,handoversText,handoversMarkdown};
