/** TypeScript to JavaScript in `dist/`, when a source is newer than the last build. */
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildLabextension } from "./labextension.mjs";
import { packageRoot } from "./paths.mjs";
import { SetupError, fail, run } from "./steps.mjs";

const stamp = join(packageRoot, "dist", ".built");

/** @param {string} folder @returns {number} the newest change below it, in milliseconds */
function newest(folder) {
  let latest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

export function buildIsReady() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  const configured = ["tsconfig.json", "tsconfig.build.json", "package-lock.json"].map(
    (name) => statSync(join(packageRoot, name)).mtimeMs,
  );
  return Math.max(...configured, newest(join(packageRoot, "src")), newest(join(packageRoot, "kernel"))) <= built;
}

/** @param {string} node the runtime */
export async function build(node) {
  const compiler = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
  const from = Date.now();
  // A file that was deleted in the sources must not live on in dist.
  rmSync(join(packageRoot, "dist"), { recursive: true, force: true });
  try {
    await run(node, [compiler, "-p", join(packageRoot, "tsconfig.build.json")], { log: "build", timeout: 300 });
    await buildLabextension();
  } catch (error) {
    throw new SetupError(
      `The build failed: ${/** @type {Error} */ (error).message}`,
      "the sources were changed? Mend the lines above and run the command again.",
    );
  }
  writeFileSync(stamp, new Date(from).toISOString());
}

if (process.argv[1] === join(packageRoot, "kernel", "setup", "build.mjs")) build(process.execPath).catch(fail);
