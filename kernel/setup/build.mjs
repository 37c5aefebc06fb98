/** TypeScript to JavaScript in `dist/`, when a source is newer than the last build. */
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { bundleLibrary } from "./bundle.mjs";
import { writeCallForms } from "./call-forms.mjs";
import { buildLabextension } from "./labextension.mjs";
import { packageRoot } from "./paths.mjs";
import { writeWhole } from "./stamps.mjs";
import { SetupError, Stopped, fail, run } from "./steps.mjs";

const dist = join(packageRoot, "dist");
const stampName = ".built";

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
  const stamp = join(dist, stampName);
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
  // Built beside the last build, which running kernels go on using, and which stays in place if this one fails.
  const next = join(packageRoot, ".cache", "dist");
  rmSync(next, { recursive: true, force: true });
  try {
    const args = [compiler, "-p", join(packageRoot, "tsconfig.build.json"), "--outDir", next];
    await run(node, args, { log: "build", timeout: 300 });
    writeCallForms(join(next, "src"));
    await bundleLibrary(next);
    await buildLabextension(join(next, "labextension"));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const message = `The build failed: ${/** @type {Error} */ (error).message}`;
    if (!existsSync(compiler))
      throw new SetupError(message, "run `npm start -- --headless` first: it fetches what the build needs.");
    throw new SetupError(message, "if you have changed the sources, fix the errors above and run the command again.");
  }
  writeWhole(join(next, stampName), new Date(from).toISOString());
  // Stamped with the time of its start, so that changes made during the build cause another one.
  utimesSync(join(next, stampName), from / 1000, from / 1000);
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
}

if (process.argv[1] === join(packageRoot, "kernel", "setup", "build.mjs")) build(process.execPath).catch(fail);
