/** Programs on the PATH that building the addon needs. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** @param {string} program @returns {string | undefined} its path */
export function which(program) {
  if (program.includes("/")) return isExecutable(program) ? program : undefined;
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The programs that node-gyp calls to build an addon, with their paths. @returns {Record<string, string | undefined>} */
export function buildTools() {
  const compiler = process.env.CXX?.split(" ")[0] || "g++";
  return { [compiler]: which(compiler), make: which("make") };
}
