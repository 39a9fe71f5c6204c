import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
function begun(read){return read.catch(()=>{}),read}export{begun};
