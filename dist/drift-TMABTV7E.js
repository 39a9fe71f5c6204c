import{drift}from"./chunk-XV57SN7R.js";import"./chunk-FUXMYW6A.js";export{drift};
