/**
 * The npm packages of an installed convkernel. npm silently leaves out an optional package that does not support the Node npm runs on, so
 * with an older Node the native parts that only our runtime will load are missing. Set-up looks for them once after each install, and
 * fetches them with npm running on our runtime.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { packageRoot, projectOf, projectRoot, setUpFolder } from "./paths.mjs";
import { readStamp, writeWhole } from "./stamps.mjs";
import { SetupError, Stopped, briefly } from "./steps.mjs";

/** Packages with a native part for each platform. */
const native = ["@resvg/resvg-js", "esbuild", "oxc-parser", "oxc-transform", "sharp", "zeromq"];
const stamp = join(setUpFolder, "packages.json");

/** A value that changes with every install. */
function state() {
  const hidden = join(projectRoot, "node_modules", ".package-lock.json");
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  return `${version} ${existsSync(hidden) ? statSync(hidden).mtimeMs : ""}`;
}

export const packagesAreReady = () => readStamp(stamp)?.state === state();

/** @param {string} node the runtime @returns {string | undefined} what is wrong */
function fault(node) {
  const program = `for (const name of ${JSON.stringify(native)}) await import(name)`;
  try {
    const options = { cwd: packageRoot, timeout: 60_000, encoding: "utf8", stdio: "pipe" };
    execFileSync(node, ["--input-type=module", "-e", program], /** @type {{ encoding: "utf8" }} */ (options));
    return undefined;
  } catch (error) {
    const said = String(/** @type {{ stderr?: string }} */ (error).stderr ?? error);
    return /^\w*Error.*$/m.exec(said)?.[0] ?? said.split("\n")[0];
  }
}

/** @param {string} node the runtime */
export async function completePackages(node) {
  let wrong = fault(node);
  if (wrong !== undefined && projectOf(projectRoot) === projectRoot && existsSync(join(projectRoot, "package.json"))) {
    try {
      const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
      await npm(args, { log: "packages", timeout: 600, cwd: projectRoot, node });
      wrong = fault(node);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      wrong = briefly(error);
    }
  }
  if (wrong !== undefined)
    throw new SetupError(
      `Some npm packages that convkernel needs are missing: ${wrong}`,
      "install it again with a newer Node (20.19, 22.12 or later): remove node_modules, then npm install.",
    );
  mkdirSync(setUpFolder, { recursive: true });
  writeWhole(stamp, JSON.stringify({ state: state() }));
}
