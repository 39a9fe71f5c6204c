import{hasSomethingToDo}from"./shared-plan-apply.js";import{plan}from"./shared-plan-apply.js";export{hasSomethingToDo,plan};
