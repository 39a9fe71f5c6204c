import{apply}from"./shared-apply.js";export{apply};
