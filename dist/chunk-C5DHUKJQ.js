import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{lstat,rename,writeFile}from"node:fs/promises";async function writeWhole(file,text){if(await lstat(file).then(found=>!found.isFile(),()=>!1))return writeFile(file,text);await writeFile(`${file}.new`,text),await rename(`${file}.new`,file)}export{writeWhole};
