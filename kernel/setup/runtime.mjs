/**
 * The runtime is Node 24 or later: only there can a running loop be stopped anywhere while its variables and its async context are kept. A
 * system's older Node is left alone; ours comes from npm's own package for the platform and is kept in `.runtime`.
 */
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fetchNode, isFetched, lockedNode, nodeIn, rootIn, versionOf } from "./nodes.mjs";
import { isWindows, runtimeFolder } from "./paths.mjs";
import { SetupError, Stopped, briefly } from "./steps.mjs";

export const runtimeVersion = lockedNode("runtime")?.version ?? "24";

/** @param {string} version such as v24.1.0 */
export const isRuntime = (version) => Number(/^v?(\d+)/.exec(version)?.[1] ?? 0) >= 24;

/**
 * The system's own node, if it is new enough and its path survives an upgrade: version managers put a version number into the path, and a
 * kernelspec that names such a path breaks with the next upgrade.
 * @returns {string | undefined}
 */
function systemNode() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const candidate = join(folder, isWindows ? "node.exe" : "node");
    if (/node_modules|\d+\.\d+/.test(folder) || !existsSync(candidate)) continue;
    const version = versionOf(candidate);
    return version !== undefined && isRuntime(version) ? candidate : undefined;
  }
  return undefined;
}

/** @returns {string | undefined} the runtime that is already there and complete */
export function findRuntime() {
  const locked = lockedNode("runtime");
  return locked !== undefined && isFetched(runtimeFolder, locked) ? nodeIn(runtimeFolder) : systemNode();
}

/** The folder of headers for addons beside the runtime, or undefined. @param {string} node */
export function headersOf(node) {
  return [rootIn(runtimeFolder), dirname(dirname(node))].find((root) =>
    existsSync(join(root, "include", "node", "node_api.h")),
  );
}

/** Fetches Node for this platform from npm. @returns {Promise<string>} the path of its executable */
export async function fetchRuntime() {
  const locked = lockedNode("runtime");
  if (locked === undefined)
    throw new SetupError(
      `npm has no Node 24 for ${process.platform} on ${process.arch}, and there is none on the PATH (here is ${process.version}).`,
      "install Node 24 or later yourself and put it on the PATH.",
    );
  try {
    return await fetchNode(runtimeFolder, locked);
  } catch (error) {
    if (error instanceof SetupError || error instanceof Stopped) throw error;
    throw new SetupError(
      `Node ${locked.version} could not be fetched from npm as ${locked.package}: ${briefly(error)}`,
      "check the network and run the command again, or install Node 24 or later yourself and put it on the PATH.",
    );
  }
}
