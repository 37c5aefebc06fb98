/**
 * Bundles the library into one file beside the readable build: finding, reading and linking four hundred modules takes a second, one module
 * a tenth of that. It uses rollup, which comes with tslab and leaves code as written: faster bundlers rename classes, but networks print
 * their class names.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { packageRoot } from "./paths.mjs";

/** The files that are built: the library, and the worker thread that it starts, which it expects beside itself. */
const ENTRIES = ["index.js", "datasets/pictures/decode-worker.js"];

/** @param {string} dist a complete build, to which `bundle/` is added */
export async function bundleLibrary(dist) {
  // Not loaded at the top of the file, because it exists only once the npm packages are installed.
  const require = createRequire(join(packageRoot, "package.json"));
  const { rollup } = /** @type {typeof import("rollup")} */ (require("rollup"));
  for (const entry of ENTRIES) {
    const bundle = await rollup({
      input: join(dist, "src", ...entry.split("/")),
      // Packages are not bundled, because their files expect others beside themselves.
      external: (id) => !id.startsWith(".") && !id.startsWith(dist),
      treeshake: false,
      onwarn: ({ message }) => {
        throw new Error(message);
      },
      plugins: [{ name: "names", renderChunk: keepNames }],
    });
    await bundle.write({
      dir: join(dist, "bundle"),
      entryFileNames: "[name].js",
      hoistTransitiveImports: false,
      namespaceToStringTag: true,
    });
    await bundle.close();
  }
}

/**
 * Functions with the same name from two modules become `add` and `add$1` in one file; this gives each its original `name` again.
 * @param {string} code
 */
function keepNames(code) {
  const renamed = [...code.matchAll(/^(?:async )?(?:function\*?|class|const) (\w+)\$\d+\b/gm)];
  const pairs = renamed.map(([declaration, name]) => `[${declaration.split(" ").at(-1)}, "${name}"]`);
  if (pairs.length === 0) return null;
  const all = `for (const [it, name] of [${pairs.join(", ")}])
    if (typeof it === "function" && /\\$\\d+$/.test(it.name))
        Object.defineProperty(it, "name", { value: name, configurable: true });`;
  return { code: `${code}\n${all}\n`, map: null };
}
