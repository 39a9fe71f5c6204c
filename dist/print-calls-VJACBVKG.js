import{printCalls}from"./chunk-JJEFVZJ2.js";export{printCalls};
