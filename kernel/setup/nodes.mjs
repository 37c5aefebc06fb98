/** Node from npm: its own package for each platform, pinned by version and hash in `locks/node.json`. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isWindows, locksFolder } from "./paths.mjs";
import { cleanInstall, npm } from "./npm.mjs";
import { readStamp, writeWhole } from "./stamps.mjs";
import { SetupError } from "./steps.mjs";

/** @typedef {{ package: string, version: string, integrity: string }} LockedNode */

/**
 * @param {"runtime" | "lowest"} role
 * @returns {LockedNode | undefined} undefined if npm has none for this platform
 */
export function lockedNode(role) {
  const locks = JSON.parse(readFileSync(join(locksFolder, "node.json"), "utf8"));
  return locks[role][`${process.platform}-${process.arch}`];
}

/** @param {string} folder into which a Node was fetched */
export const rootIn = (folder) => join(folder, "node_modules", "node");
/** @param {string} folder */
export const nodeIn = (folder) => join(rootIn(folder), "bin", isWindows ? "node.exe" : "node");
/** @param {string} folder */
const stampIn = (folder) => join(folder, "node.json");

/** The version that a Node reports; undefined if it does not run. @param {string} node */
export function versionOf(node) {
  try {
    return execFileSync(node, ["--version"], {
      encoding: "utf8",
      timeout: 20_000,
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

/** Whether it was fetched completely: a truncated one may even start. @param {string} folder @param {LockedNode} locked */
export function isFetched(folder, { version }) {
  const stamp = readStamp(stampIn(folder));
  if (stamp?.version !== version) return false;
  try {
    return statSync(nodeIn(folder)).size === stamp.size && versionOf(nodeIn(folder)) === `v${version}`;
  } catch {
    return false;
  }
}

/**
 * Fetches Node beside the existing one, tries it, and only then puts it in place.
 * @param {string} folder @param {LockedNode} locked
 * @returns {Promise<string>} its executable
 */
export async function fetchNode(folder, locked) {
  const partial = join(folder, "partial");
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const dependencies = { node: `npm:${locked.package}@${locked.version}` };
  writeFileSync(join(partial, "package.json"), JSON.stringify({ name: "runtime", private: true, dependencies }));
  // npm compares what it fetches with the hash in its lock file.
  const entry = { name: locked.package, version: locked.version, integrity: locked.integrity };
  const packages = { "": { name: "runtime", dependencies }, "node_modules/node": entry };
  writeFileSync(
    join(partial, "package-lock.json"),
    JSON.stringify({ name: "runtime", lockfileVersion: 3, requires: true, packages }),
  );
  await npm(cleanInstall, { log: `node-${locked.version}`, timeout: 300, cwd: partial });
  const version = versionOf(nodeIn(partial));
  if (version !== `v${locked.version}`)
    throw new SetupError(
      `Node ${locked.version} was fetched from npm (${locked.package}) but ${version === undefined ? "does not start here" : `says that it is ${version}`}.`,
      "this system may be too old for it, or of another kind (musl): install Node 24 or later yourself and put it on the PATH.",
    );
  rmSync(stampIn(folder), { force: true });
  for (const name of ["node_modules", "package.json", "package-lock.json"]) {
    rmSync(join(folder, name), { recursive: true, force: true });
    renameSync(join(partial, name), join(folder, name));
  }
  rmSync(partial, { recursive: true });
  const node = nodeIn(folder);
  writeWhole(stampIn(folder), JSON.stringify({ version: locked.version, size: statSync(node).size }));
  return node;
}
