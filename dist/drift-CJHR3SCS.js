import{drift}from"./chunk-B3KEHAZR.js";import"./chunk-FUXMYW6A.js";export{drift};
