import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{accountOfPrincipal}from"./chunk-ABKOCWAT.js";function ownerOfPrincipal(principal){if(principal.startsWith("Federated:"))return{provider:principal.slice(10)};let account=accountOfPrincipal(principal);return account===void 0?void 0:{account}}export{ownerOfPrincipal};
