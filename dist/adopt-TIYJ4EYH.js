import{adopt,adoptAddresses}from"./chunk-YFK4QHS7.js";import"./chunk-NMS7LA7K.js";import"./chunk-BBAW5GVB.js";import"./chunk-BIMI4A4W.js";export{adopt,adoptAddresses};
