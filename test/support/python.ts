/** The Python that has JupyterLab: the one that `npm test` names, or else the project's own environment. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** @throws {Error} if neither exists, with a remedy */
export function findPython(): string {
  const own = join(projectRoot, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const python = process.env.CONVKERNEL_PYTHON ?? own;
  if (existsSync(python)) return python;
  throw new Error(
    `findPython: expected a Python with JupyterLab at ${python}; run \`npm test\` once, or set CONVKERNEL_PYTHON`,
  );
}
