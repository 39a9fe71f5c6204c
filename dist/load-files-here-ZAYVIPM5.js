import{loadFilesHere}from"./shared-files.js";export{loadFilesHere};
