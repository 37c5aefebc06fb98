/**
 * The native back end: the addon of @tensorflow/tfjs-node with a TensorFlow library beside it, in `.native`.
 *
 * On Linux the library comes from the TensorFlow wheel on PyPI and the addon is compiled here; elsewhere, or without a
 * compiler, both come from the package's own host. Without either the library runs on wasm: slower, but never fatal. The obstacle is
 * recorded, and once it may be gone the next set-up tries again.
 */
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fromItsHost } from "./native-host.mjs";
import { NativeFault } from "./native-fault.mjs";
import { fromWheel } from "./native-wheel.mjs";
import { cleanInstall, npm } from "./npm.mjs";
import { locksFolder, packageRoot, setUpCommand } from "./paths.mjs";
import { readStamp, writeWhole } from "./stamps.mjs";
import { Stopped, explained, keepLog, run } from "./steps.mjs";
import { buildTools } from "./tools.mjs";

const ownFolder = join(packageRoot, ".native");
const verdictFile = join(ownFolder, "verdict.json");

/** @typedef {import("./native-fault.mjs").Cause} Cause */
/** @typedef {{ backend: "tfjs-node" | "wasm", how: string, causes?: Cause[], seen?: string }} Native */

/** Whether this back end is needed: not if the user has asked for another one. */
export const nativeIsWanted = () => !["wasm", "plain"].includes(process.env.CONVKERNEL_BACKEND ?? "");

/** The folder of tfjs-node, as resolved from another folder. @param {string} from @returns {string | undefined} */
function tfjsNode(from) {
  try {
    return dirname(createRequire(join(from, "package.json")).resolve("@tensorflow/tfjs-node/package.json"));
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
const addonOf = (folder) => join(folder, "lib", "napi-v8", "tfjs_binding.node");

/** A tfjs-node that the project has installed itself, with its addon, is used as it is. @returns {string | undefined} */
function installed() {
  const folder = tfjsNode(packageRoot);
  if (folder === undefined || !existsSync(addonOf(folder))) return undefined;
  return readStamp(join(folder, "package.json"))?.version === "4.22.0" ? folder : undefined;
}

/** What a failed build depends on besides the network. */
const machine = () => JSON.stringify([process.platform, process.arch, buildTools(), packageRoot]);

/** @returns {Native | undefined} what an earlier set-up found; undefined if there was none, or its result is damaged */
export function nativeVerdict() {
  const stamp = readStamp(verdictFile);
  if (stamp === undefined || typeof stamp.how !== "string") return undefined;
  if (stamp.backend !== "tfjs-node" && stamp.backend !== "wasm") return undefined;
  const own = tfjsNode(ownFolder);
  const there = installed() !== undefined || (own !== undefined && existsSync(addonOf(own)));
  return stamp.backend === "tfjs-node" && !there ? undefined : /** @type {Native} */ (/** @type {unknown} */ (stamp));
}

/** Whether there is nothing to do: it is there, it is not wanted, or the obstacle remains. */
export function nativeIsDecided() {
  const verdict = nativeVerdict();
  if (!nativeIsWanted() || verdict?.backend === "tfjs-node") return true;
  // The network may be back at any time, and a try without it is short.
  return verdict?.causes !== undefined && !verdict.causes.includes("network") && verdict.seen === machine();
}

/** What a user can do for the native back end. @param {Native} verdict @returns {string} */
export function remedyOf({ causes = [] }) {
  if (causes.includes("compiler"))
    return `install a C++ compiler and make (on Debian and Ubuntu: apt install g++ make), then run \`${setUpCommand}\` again.`;
  if (causes.includes("network")) return `when the network is back, run \`${setUpCommand}\` again: it then retries.`;
  const again = `remove ${verdictFile} and run \`${setUpCommand}\` to try anyway.`;
  return causes.includes("platform")
    ? `none is known for this kind of machine; ${again}`
    : `the logs are in .cache/setup; ${again}`;
}

/**
 * Loads the addon in a separate process, so that a library that crashes does not take set-up down with it. @param {string} node @param
 * {string} folder
 */
async function proves(node, folder) {
  const program =
    `const tf = require(${JSON.stringify(addonOf(folder))}); const x = () => tf.createTensor([2], tf.TF_FLOAT, new Float32Array([1, 2]));` +
    `const [y] = tf.executeOp("AddV2", [{ name: "T", type: tf.TF_ATTR_TYPE, value: tf.TF_FLOAT }], [x(), x()], 1);` +
    `console.log("sum=" + tf.tensorDataSync(y.id).join())`;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" };
  const output = await run(node, ["-e", program], { log: "native-proof", timeout: 120, env });
  if (!output.includes("sum=2,4")) throw new NativeFault("other", `the addon loads but does not add: ${output.trim()}`);
}

/** Fetches the package from its lock file, unless it is there. @param {string} node @returns {Promise<string>} */
async function fetchPackage(node) {
  const stamp = join(ownFolder, "package-is-there.json");
  const from = join(locksFolder, "native");
  const lock = readFileSync(join(from, "lock.json"), "utf8");
  const hash = createHash("sha256").update(lock).digest("hex");
  const there = tfjsNode(ownFolder);
  if (there !== undefined && readStamp(stamp)?.lock === hash) return there;
  rmSync(stamp, { force: true });
  mkdirSync(ownFolder, { recursive: true });
  cpSync(join(from, "no-tfjs"), join(ownFolder, "no-tfjs"), { recursive: true });
  copyFileSync(join(from, "package.json"), join(ownFolder, "package.json"));
  writeFileSync(join(ownFolder, "package-lock.json"), lock);
  await npm(cleanInstall, { log: "native-package", timeout: 600, cwd: ownFolder, node }).catch((error) => {
    throw NativeFault.of("network", error);
  });
  const folder = tfjsNode(ownFolder);
  if (folder === undefined) throw new NativeFault("other", "@tensorflow/tfjs-node is not in what npm installed");
  writeWhole(stamp, JSON.stringify({ lock: hash }));
  return folder;
}

/**
 * Makes the native back end or says why it cannot. Fails only if nothing can be written: wasm is always available.
 * @param {string} node the runtime
 * @returns {Promise<Native>}
 */
export async function buildNative(node) {
  /** @type {{ cause: Cause, reason: string }[]} */
  const faults = [];
  /** @param {string} where @param {unknown} error */
  const note = (where, error) => {
    if (error instanceof Stopped || explained(error) !== error) throw explained(error);
    const fault = NativeFault.of("other", error);
    faults.push({
      cause: fault instanceof NativeFault ? fault.kind : "other",
      reason: `${where}${fault.message}`,
    });
    details.push(`${where}${/** @type {Error} */ (error).stack}`);
  };
  /** @type {string[]} */
  const details = [];
  try {
    rmSync(verdictFile, { force: true });
    const theirs = installed();
    if (theirs !== undefined) {
      try {
        await proves(node, theirs);
        return conclude({ backend: "tfjs-node", how: "the one that is installed" });
      } catch (error) {
        note("the one that is installed: ", error);
      }
    }
    const folder = await fetchPackage(node);
    for (const [how, attempt] of /** @type {const} */ ([
      ["TensorFlow 2.21 from PyPI, addon built here", fromWheel],
      ["its own prebuilt library", fromItsHost],
    ])) {
      try {
        await attempt(node, folder);
        await proves(node, folder);
        return conclude({ backend: "tfjs-node", how });
      } catch (error) {
        note(`${how}: `, error);
        for (const name of ["lib", "deps"]) rmSync(join(folder, name), { recursive: true, force: true });
      }
    }
  } catch (error) {
    note("", error);
  }
  keepLog("native", details.join("\n\n"));
  return conclude({
    backend: "wasm",
    how: `no native TensorFlow here (${faults.map(({ reason }) => reason).join("; ")})`,
    causes: faults.map(({ cause }) => cause),
    seen: machine(),
  });
}

/** @param {Native} verdict */
function conclude(verdict) {
  mkdirSync(ownFolder, { recursive: true });
  writeWhole(verdictFile, JSON.stringify(verdict));
  return verdict;
}
