import{matrixOf,scopes}from"./chunk-NZH2AQW7.js";export{matrixOf,scopes};
