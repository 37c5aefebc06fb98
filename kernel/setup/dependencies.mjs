/** Installs the npm packages of a clone from its lock file. Install scripts stay off: building is a separate step. */
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cleanInstall, npm } from "./npm.mjs";
import { packageRoot } from "./paths.mjs";
import { readStamp, writeWhole } from "./stamps.mjs";
import { SetupError, Stopped, explained } from "./steps.mjs";

const stamp = join(packageRoot, "node_modules", ".convkernel.json");

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(packageRoot, "package-lock.json")))
    .digest("hex");

/** @param {"run" | "test"} needs with "test" the development packages as well */
export function dependenciesAreReady(needs) {
  const installed = readStamp(stamp);
  return installed?.lock === lockHash() && (installed.dev === true || needs === "run");
}

/** @param {"run" | "test"} needs @param {string} node the runtime: npm leaves out native parts that do not support the Node it runs on */
export async function installDependencies(needs, node) {
  // A clone that was once tested keeps what its tests need.
  const dev = needs === "test" || readStamp(stamp)?.dev === true;
  try {
    // Removed first, because from now on the installed packages no longer match the stamp.
    rmSync(stamp, { force: true });
    // Always stated explicitly, because NODE_ENV=production would leave the development packages out.
    await npm([...cleanInstall, dev ? "--include=dev" : "--omit=dev"], {
      log: "npm",
      timeout: 900,
      cwd: packageRoot,
      node,
    });
  } catch (error) {
    if (error instanceof Stopped || explained(error) !== error) throw error;
    throw new SetupError(
      `The npm packages could not be installed: ${/** @type {Error} */ (error).message}`,
      "check the network (npm ping) and run the command again; what has been fetched is kept in npm's cache.",
    );
  }
  writeWhole(stamp, JSON.stringify({ lock: lockHash(), dev }));
}
