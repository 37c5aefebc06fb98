/**
 * The runtime is Node 24 or later: only there can a running loop be stopped anywhere with its variables and its async
 * context kept. An older system keeps its Node; ours comes from npm's own package for the platform and lives in `.runtime`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { npm } from "./npm.mjs";
import { isWindows, runtimeFolder } from "./paths.mjs";
import { SetupError } from "./steps.mjs";

export const runtimeVersion = "24.21.0";
const platformPackage = `node-${isWindows ? "win" : process.platform}-${process.arch}`;
const fetchedRoot = join(runtimeFolder, "node_modules", "node");
const fetchedNode = join(fetchedRoot, "bin", isWindows ? "node.exe" : "node");

/** @param {string} version such as v24.1.0 */
export const isRuntime = (version) => Number(/^v?(\d+)/.exec(version)?.[1] ?? 0) >= 24;

/**
 * The system's own node, where it is new enough and its path survives an upgrade: version managers keep a version number
 * in the path, and a kernelspec that names it breaks with the next upgrade.
 * @returns {string | undefined}
 */
function systemNode() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const candidate = join(folder, isWindows ? "node.exe" : "node");
    if (/node_modules|\d+\.\d+/.test(folder) || !existsSync(candidate)) continue;
    try {
      const version = execFileSync(candidate, ["--version"], { encoding: "utf8", timeout: 10_000 });
      return isRuntime(version.trim()) ? candidate : undefined;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** @returns {string | undefined} the runtime that is there already */
export function findRuntime() {
  return existsSync(fetchedNode) ? fetchedNode : systemNode();
}

/** Where headers for addons lie: beside the runtime, or undefined. @param {string} node */
export function headersOf(node) {
  return [fetchedRoot, dirname(dirname(node))].find((root) => existsSync(join(root, "include", "node", "node_api.h")));
}

/** Fetches Node for this platform from npm. @returns {Promise<string>} the path of its executable */
export async function fetchRuntime() {
  mkdirSync(runtimeFolder, { recursive: true });
  writeFileSync(join(runtimeFolder, "package.json"), `{ "private": true }\n`);
  const spec = `node@npm:${platformPackage}@${runtimeVersion}`;
  try {
    const args = ["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", spec];
    await npm(args, { log: "runtime", timeout: 300, cwd: runtimeFolder });
  } catch (error) {
    throw new SetupError(
      `Node ${runtimeVersion} could not be fetched from npm as ${platformPackage}: ${/** @type {Error} */ (error).message}`,
      "check the network and run the command again, or install Node 24 or later yourself and put it on the PATH.",
    );
  }
  return fetchedNode;
}
