/** The npm packages of a clone, by its lock file. Install scripts stay off: what needs building is a step of its own. */
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

/** @param {"run" | "test"} needs @param {string} node the runtime: npm leaves out native parts that do not want the Node it runs on */
export async function installDependencies(needs, node) {
  // A clone that was tested goes on to hold what its tests need.
  const dev = needs === "test" || readStamp(stamp)?.dev === true;
  try {
    // First of all: what is there from now on is no longer what the stamp says.
    rmSync(stamp, { force: true });
    // Said both ways: NODE_ENV=production leaves the development packages out.
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
