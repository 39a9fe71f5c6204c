import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{loadDesired}from"./chunk-L6RLIOSW.js";import{readCatalogue}from"./chunk-TO6D5V62.js";var loadFilesHere=async(request,hearing)=>loadDesired({...request,...hearing,catalogue:await readCatalogue()});export{loadFilesHere};
