/** The kernelspec: how Jupyter starts the kernel. Written into an environment's data folder, or the user's. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { labextensionFolder } from "./labextension.mjs";
import { isWindows, kernelMain, packageRoot } from "./paths.mjs";
import { readStamp, writeWhole } from "./stamps.mjs";

export const kernelName = "convkernel";
const assets = join(packageRoot, "kernel", "setup", "assets");

/** The user's data folder by Jupyter's rules. */
export function userDataFolder() {
  if (process.env.JUPYTER_DATA_DIR) return process.env.JUPYTER_DATA_DIR;
  if (isWindows) return join(process.env.APPDATA ?? homedir(), "jupyter");
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
}

/** @param {string} prefix of an environment; `/usr` itself is left to the system's packages */
export const dataFolderOf = (prefix) => join(prefix === "/usr" ? "/usr/local" : prefix, "share", "jupyter");

/**
 * Additional settings for starting the kernel, for machines that many people share.
 * @typedef {{ args: string[], env: Record<string, string> }} Settings
 */

/** @param {string} node the runtime, by a path that survives upgrades @param {Settings} settings */
const specOf = (node, { args, env }) => ({
  argv: [node, kernelMain, ...args, "{connection_file}"],
  display_name: "TypeScript (convkernel)",
  language: "typescript",
  interrupt_mode: "message",
  ...(Object.keys(env).length > 0 && { env }),
  metadata: { debugger: false },
});

/** The settings of an earlier install, which stay until the kernelspec is removed. @param {string} dataFolder @returns {Settings} */
export function settingsIn(dataFolder) {
  const { argv, env } = readStamp(join(dataFolder, "kernels", kernelName, "kernel.json")) ?? {};
  return {
    args: Array.isArray(argv) ? argv.slice(2, -1).map(String) : [],
    env: typeof env === "object" && env !== null ? /** @type {Record<string, string>} */ (env) : {},
  };
}

/** @param {string} dataFolder @param {string} node @param {Settings} [settings] */
export function kernelspecIsReady(dataFolder, node, settings = settingsIn(dataFolder)) {
  const file = join(dataFolder, "kernels", kernelName, "kernel.json");
  if (!existsSync(file) || readFileSync(file, "utf8") !== JSON.stringify(specOf(node, settings), null, 2)) return false;
  return isSame(labextensionFolder, join(dataFolder, "labextensions", kernelName));
}

/**
 * Whether every file in one folder exists in the other with the same content.
 * @param {string} built @param {string} installed
 * @returns {boolean}
 */
function isSame(built, installed) {
  if (!existsSync(built)) return true;
  return readdirSync(built, { withFileTypes: true }).every(({ name }) => {
    const source = join(built, name);
    const copy = join(installed, name);
    if (statSync(source).isDirectory()) return isSame(source, copy);
    if (!existsSync(copy) || statSync(copy).size !== statSync(source).size) return false;
    return readFileSync(copy).equals(readFileSync(source));
  });
}

/**
 * @param {string} dataFolder @param {string} node @param {Settings} [settings]
 * @returns {string} the folder of the kernelspec
 */
export function writeKernelspec(dataFolder, node, settings = settingsIn(dataFolder)) {
  const folder = join(dataFolder, "kernels", kernelName);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (existsSync(assets)) cpSync(assets, folder, { recursive: true });
  const extension = join(dataFolder, "labextensions", kernelName);
  rmSync(extension, { recursive: true, force: true });
  if (existsSync(labextensionFolder)) cpSync(labextensionFolder, extension, { recursive: true });
  // Written last, because its presence means that the rest is there.
  writeWhole(join(folder, "kernel.json"), JSON.stringify(specOf(node, settings), null, 2));
  return folder;
}

/** @param {string} dataFolder @returns {boolean} whether there was one */
export function removeKernelspec(dataFolder) {
  const folder = join(dataFolder, "kernels", kernelName);
  const there = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(dataFolder, "labextensions", kernelName), { recursive: true, force: true });
  return there;
}
