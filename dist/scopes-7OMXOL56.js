import{matrixOf,scopes}from"./chunk-VEDWIGZC.js";export{matrixOf,scopes};
