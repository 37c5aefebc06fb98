/** Builds the JupyterLab extension: one script for the page, and Plotly beside it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { packageRoot } from "./paths.mjs";

export const labextensionFolder = join(packageRoot, "dist", "labextension");

/** @param {string} folder where it goes */
export async function buildLabextension(folder) {
  // Not loaded at the top of the file, because it exists only once the npm packages are installed.
  const require = createRequire(join(packageRoot, "package.json"));
  const { build } = /** @type {typeof import("esbuild")} */ (require("esbuild"));
  const assets = join(folder, "static");
  mkdirSync(assets, { recursive: true });
  await Promise.all([
    build({
      entryPoints: [join(packageRoot, "kernel", "labextension", "remote-entry.ts")],
      bundle: true,
      format: "iife",
      target: "es2022",
      outfile: join(assets, "remoteEntry.js"),
      logLevel: "silent",
    }),
    // Minified, so the browser loads half as much.
    build({
      entryPoints: [require.resolve("plotly.js-dist")],
      minify: true,
      outfile: join(assets, "plotly.js"),
      logLevel: "silent",
    }),
  ]);
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  const manifest = {
    name: "convkernel",
    version,
    description: "Figures and checks of convkernel in JupyterLab",
    license: "MIT",
    jupyterlab: {
      extension: true,
      mimeExtension: true,
      _build: { load: "static/remoteEntry.js", extension: "./extension", mimeExtension: "./mimeExtension" },
    },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
}
