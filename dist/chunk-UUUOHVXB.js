import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{isUniqueId}from"./chunk-LAA63RLH.js";function policyContextOf({scope,live}){let principals=new Map(live.found.filter(({id})=>isUniqueId(id)).map(({id,arn})=>[id,arn]));return{partition:scope.settings.partition,principals}}export{policyContextOf};
