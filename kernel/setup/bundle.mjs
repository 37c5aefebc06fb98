/**
 * The library in one file beside the readable build: four hundred modules take a second to find, read and link, one takes a tenth of it.
 * By rollup, which comes with tslab and leaves code as it is written: quicker bundlers rename classes, and networks print their names.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { packageRoot } from "./paths.mjs";

/** What has a file of its own: the library, and the thread that it starts, which it finds beside itself. */
const ENTRIES = ["index.js", "datasets/pictures/decode-worker.js"];

/** @param {string} dist a whole build, that gets its `bundle/` */
export async function bundleLibrary(dist) {
  // Not at the top of the file: it is there only after the npm packages are.
  const require = createRequire(join(packageRoot, "package.json"));
  const { rollup } = /** @type {typeof import("rollup")} */ (require("rollup"));
  for (const entry of ENTRIES) {
    const bundle = await rollup({
      input: join(dist, "src", ...entry.split("/")),
      // Packages stay packages: their own files find others beside themselves.
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
 * Two modules' functions of one name are `add` and `add$1` in one file: each is called again what it is called in its module.
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
