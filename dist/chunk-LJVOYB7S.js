import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{escapeOf}from"./chunk-A66RKHNC.js";import{isJsonArray,isJsonObject}from"./chunk-6V7BO4YD.js";function renderJson(value){return`${harmless(write(value,""))}
`}function write(value,indent){let inner=`${indent}  `;if(isJsonArray(value))return value.length===0?"[]":`[
${value.map(item=>inner+write(item,inner)).join(`,
`)}
${indent}]`;if(isJsonObject(value)){let members=Object.entries(value).filter(([,member])=>member!==void 0).sort(([a],[b])=>a<b?-1:1).map(([key,member])=>`${inner}${JSON.stringify(key)}: ${write(member,inner)}`);return members.length===0?"{}":`{
${members.join(`,
`)}
${indent}}`}return JSON.stringify(value)}function harmless(json){return json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,character=>Array.from({length:character.length},(_,index)=>escapeOf(character.charAt(index))).join("")).replaceAll("##[","#\\u0023[")}export{renderJson};
