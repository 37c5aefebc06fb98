/** Installs the small Python package that teaches nbconvert and papermill about TypeScript; no network is needed. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kernelName } from "./kernelspec.mjs";
import { packageRoot } from "./paths.mjs";
import { writeWhole } from "./stamps.mjs";
import { say } from "./steps.mjs";

const folder = join(packageRoot, "kernel", "setup", "python");
const source = () => readFileSync(join(folder, "convkernel_jupyter.py"), "utf8");

/** The file that says where it was installed, or why it could not be. @param {string} dataFolder */
const stampOf = (dataFolder) => join(dataFolder, "kernels", kernelName, "python-package.txt");

/** @param {string} dataFolder of the kernelspec */
export function pythonPackageIsReady(dataFolder) {
  const stamp = stampOf(dataFolder);
  if (!existsSync(stamp)) return false;
  const installed = readFileSync(stamp, "utf8");
  // A read-only environment is not tried again at every start.
  return installed.startsWith("not ") || (existsSync(installed) && readFileSync(installed, "utf8") === source());
}

/** Never fatal: only exports and papermill need it. @param {string} python @param {string} dataFolder */
export function installPythonPackage(python, dataFolder) {
  try {
    const where = execFileSync(python, [join(folder, "install.py")], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    writeWhole(stampOf(dataFolder), where.trim());
  } catch (error) {
    const reason = String(/** @type {{ stderr?: unknown }} */ (error).stderr ?? error)
      .trim()
      .split("\n")
      .at(-1);
    say(`    nbconvert's script and papermill will not know TypeScript: ${reason}`);
    writeWhole(stampOf(dataFolder), `not installed: ${reason}`);
  }
}
