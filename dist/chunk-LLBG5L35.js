import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var JudgedTally=class{#counts={access:0,expectations:0,rules:0};#watching=new Set;add=part=>{this.#counts[part]+=1;for(let look of this.#watching)look()};counts(){return{...this.#counts}}watch(look){return this.#watching.add(look),()=>{this.#watching.delete(look)}}};export{JudgedTally};
