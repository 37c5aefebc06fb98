/** The npm packages of a clone, by its lock file. Install scripts stay off: what needs building is a step of its own. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { packageRoot } from "./paths.mjs";
import { SetupError } from "./steps.mjs";

const stamp = join(packageRoot, "node_modules", ".convkernel.json");

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(packageRoot, "package-lock.json")))
    .digest("hex");

/** @param {"run" | "test"} needs with "test" the development packages as well */
export function dependenciesAreReady(needs) {
  if (!existsSync(stamp)) return false;
  const { lock, dev } = JSON.parse(readFileSync(stamp, "utf8"));
  return lock === lockHash() && (dev || needs === "run");
}

/** @param {"run" | "test"} needs */
export async function installDependencies(needs) {
  const dev = needs === "test";
  try {
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", ...(dev ? [] : ["--omit=dev"])];
    await npm(args, { log: "npm", timeout: 900, cwd: packageRoot });
  } catch (error) {
    throw new SetupError(
      `The npm packages could not be installed: ${/** @type {Error} */ (error).message}`,
      "check the network (npm ping) and run the command again; what has been fetched is kept in npm's cache.",
    );
  }
  writeFileSync(stamp, JSON.stringify({ lock: lockHash(), dev }));
}
