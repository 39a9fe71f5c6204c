import{failureOfInventory,inventory}from"./chunk-35MALKHP.js";export{failureOfInventory,inventory};
