import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
function isFullDisk(cause){return cause instanceof Error&&"code"in cause&&(cause.code==="ENOSPC"||cause.code==="EDQUOT")}export{isFullDisk};
