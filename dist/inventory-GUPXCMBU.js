import{failureOfInventory,inventory}from"./chunk-5CAS6G6E.js";export{failureOfInventory,inventory};
