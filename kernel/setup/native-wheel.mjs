/**
 * The addon of tfjs-node with the TensorFlow library from the wheel on PyPI: the wheel is fetched by its hash, and the addon is compiled
 * here.
 *
 * It is built in a temporary folder, because make and the compiler's options are split at spaces, which a project's path may contain.
 */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { cacheFolder, packageRoot } from "./paths.mjs";
import { findPython } from "./python.mjs";
import { fetchRuntime, headersOf } from "./runtime.mjs";
import { run } from "./steps.mjs";
import { buildTools, which } from "./tools.mjs";
import { NativeFault } from "./native-fault.mjs";

const wheel = {
  requirement: "tensorflow-cpu==2.21.0",
  python: "311",
  platform: "manylinux_2_27_x86_64",
  sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
};
const setupFolder = join(packageRoot, "kernel", "setup");

/** @param {string} node the runtime @param {string} folder of tfjs-node */
export async function fromWheel(node, folder) {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new NativeFault("platform", `the wheel is for Linux on x64, this is ${process.platform} on ${process.arch}`);
  const missing = Object.entries(buildTools()).flatMap(([name, path]) => (path === undefined ? [name] : []));
  // Checked before 270 MB are fetched in vain.
  if (missing.length > 0) throw new NativeFault("compiler", `${missing.join(" and ")} not found`);
  await fetchLibrary(join(folder, "deps"));
  let headers = headersOf(node);
  if (headers === undefined) {
    await fetchRuntime();
    headers = headersOf(node);
  }
  if (headers === undefined) throw new NativeFault("other", "the runtime has no headers for addons");
  await buildAddon(node, folder, headers);
}

/** @param {string} deps where the library and its headers go */
async function fetchLibrary(deps) {
  const python = findPython();
  const downloads = join(cacheFolder, "wheel");
  rmSync(downloads, { recursive: true, force: true });
  mkdirSync(downloads, { recursive: true });
  writeFileSync(join(downloads, "wheel.txt"), `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const pip = ["-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--no-input"];
  const patience = ["--timeout", "15", "--retries", "1", "--disable-pip-version-check"];
  const forThat = ["--python-version", wheel.python, "--platform", wheel.platform];
  const args = [...python.prefix, ...pip, ...patience, ...forThat, "-d", downloads, "-r", join(downloads, "wheel.txt")];
  await run(python.program, args, { log: "native-wheel", timeout: 900 }).catch((error) => {
    throw NativeFault.of("network", error);
  });
  rmSync(deps, { recursive: true, force: true });
  const unpack = join(setupFolder, "unpack_wheel.py");
  await run(python.program, [...python.prefix, unpack, downloads, deps], { log: "native-unpack", timeout: 300 });
  rmSync(downloads, { recursive: true, force: true });
  const library = join(deps, "lib");
  // A quarter of the library consists of names that only a debugger reads.
  if (which("strip") !== undefined)
    for (const name of ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"])
      await run("strip", ["--strip-unneeded", join(library, name)], { log: "native-strip", timeout: 120 });
  symlinkSync("libtensorflow_cc.so.2", join(library, "libtensorflow.so"));
  symlinkSync("libtensorflow_cc.so.2", join(library, "libtensorflow.so.2"));
  symlinkSync("libtensorflow_framework.so.2", join(library, "libtensorflow_framework.so"));
}

/** @param {string} node @param {string} folder of tfjs-node @param {string} headers the folder that holds `include/node` */
export async function buildAddon(node, folder, headers) {
  const base = tmpdir().includes(" ") ? "/tmp" : tmpdir();
  const place = mkdtempSync(join(base, "convkernel-addon-"));
  try {
    for (const name of ["binding", "binding.gyp", "package.json"])
      cpSync(join(folder, name), join(place, name), { recursive: true });
    copyFileSync(join(setupFolder, "quiet-tensorflow.h"), join(place, "quiet-tensorflow.h"));
    symlinkSync(join(folder, "deps"), join(place, "deps"));
    symlinkSync(headers, join(place, "headers"));
    // node-pre-gyp, which the package's script calls, is installed beside the package.
    symlinkSync(join(folder, "..", ".."), join(place, "node_modules"));
    const env = {
      npm_config_nodedir: join(place, "headers"),
      CXXFLAGS: `-include ${join(place, "quiet-tensorflow.h")}`,
    };
    await npm(["run", "build-addon-from-source"], { log: "native-build", timeout: 600, cwd: place, env, node });
    mkdirSync(join(folder, "lib", "napi-v8"), { recursive: true });
    const addon = join("lib", "napi-v8", "tfjs_binding.node");
    copyFileSync(join(place, addon), join(folder, `${addon}.partial`));
    renameSync(join(folder, `${addon}.partial`), join(folder, addon));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  // These 33 MB are needed only by the compiler.
  rmSync(join(folder, "deps", "include"), { recursive: true, force: true });
}
