/**
 * Everything that `npm start` and `npm test` need; steps that are already done are skipped.
 *
 * Order: the runtime, which npm is to run on; npm packages; then the build and the native back end, which need both; the Python environment
 * in parallel with all of these; the kernelspec last. If there is nothing to do, nothing is written, so an installation may be read-only.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, buildIsReady } from "./build.mjs";
import { dependenciesAreReady, installDependencies } from "./dependencies.mjs";
import { dataFolderFor, pythonOfJupyter, requireModule } from "./jupyter.mjs";
import { dataFolderOf, kernelspecIsReady, writeKernelspec } from "./kernelspec.mjs";
import { locked } from "./lock.mjs";
import { buildNative, nativeIsDecided, nativeIsWanted, nativeVerdict, remedyOf } from "./native.mjs";
import { fetchNode, isFetched, lockedNode } from "./nodes.mjs";
import { cacheFolder, isClone, kernelMain, setUpFolder, venvFolder } from "./paths.mjs";
import { completePackages, packagesAreReady } from "./packages.mjs";
import { makeVenv, venvIsReady, venvPython } from "./python.mjs";
import { installPythonPackage, pythonPackageIsReady } from "./python-package.mjs";
import { fetchRuntime, findRuntime, runtimeVersion } from "./runtime.mjs";
import { SetupError, say, seconds, step, together } from "./steps.mjs";

/** @typedef {"build" | "run" | "test"} Needs what must work afterwards: the build, the kernel, or all tests too */
/** @typedef {import("./kernelspec.mjs").Settings} Settings */
/** @typedef {{ node: string, python: string, ownEnvironment: boolean }} Ready */

const lockFile = join(setUpFolder, "lock");
/** The Node that the scripts of set-up must run on, for the tests. */
export const lowestFolder = join(cacheFolder, "node-lowest");

/** @param {Needs} needs */
const packagesFor = (needs) => (needs === "test" ? "test" : "run");

/** @param {Needs} needs */
function kernelIsReady(needs) {
  if (findRuntime() === undefined || !existsSync(kernelMain)) return false;
  if (isClone ? !(dependenciesAreReady(packagesFor(needs)) && buildIsReady()) : !packagesAreReady()) return false;
  return (needs === "build" || nativeIsDecided()) && (needs !== "test" || lowestIsReady());
}

function lowestIsReady() {
  const lowest = lockedNode("lowest");
  return lowest === undefined || isFetched(lowestFolder, lowest);
}

/**
 * The runtime and what the kernel itself runs on.
 * @param {Needs} needs
 * @returns {Promise<string>} the runtime
 */
async function makeKernel(needs) {
  const packages = packagesFor(needs);
  if (findRuntime() === undefined)
    await step(`runtime: Node ${runtimeVersion} from npm`, async () => void (await fetchRuntime()));
  const node = findRuntime();
  if (node === undefined)
    throw new SetupError("The runtime was fetched but cannot be found.", "remove .runtime and run the command again.");
  const lowest = lockedNode("lowest");
  await together([
    isClone && !dependenciesAreReady(packages) && step("npm packages", () => installDependencies(packages, node)),
    !isClone && !packagesAreReady() && completePackages(node),
    needs === "test" &&
      lowest !== undefined &&
      !isFetched(lowestFolder, lowest) &&
      step(
        `Node ${lowest.version}, the lowest, for the tests`,
        async () => void (await fetchNode(lowestFolder, lowest)),
      ),
  ]);
  await together([
    isClone && !buildIsReady() && step("build", () => build(node)),
    needs !== "build" && !nativeIsDecided() && step("native back end", () => nativeBackEnd(node)),
  ]);
  if (!existsSync(kernelMain))
    throw new SetupError(
      `The build lacks ${kernelMain}.`,
      "install the package again, or run `npm run build` in a clone.",
    );
  return node;
}

/** @param {Needs} needs @param {boolean} withVenv @returns {Promise<string>} the runtime */
async function setUpKernel(needs, withVenv) {
  const lab = needs === "test" ? "test" : "lab";
  const kernel = makeKernel(needs);
  // Done in parallel: this mostly waits for the network, the kernel's build for the processor.
  const venv =
    withVenv && !venvIsReady(lab) && step("JupyterLab in an environment of its own (.venv)", () => makeVenv(lab));
  await together([kernel, venv]);
  return kernel;
}

/** @param {string} node */
async function nativeBackEnd(node) {
  const verdict = await buildNative(node);
  if (verdict.backend === "tfjs-node") return verdict.how;
  return `not available, the helpers run on wasm instead (correct, 4 to 5 times slower): ${verdict.how}\n    To get it: ${remedyOf(verdict)}\n   `;
}

/**
 * Sets up a kernel in a JupyterLab: the one that the user names, or else the project's own.
 * @param {{ needs: "run" | "test", jupyter?: string | undefined, modules?: readonly string[], settings?: Settings | undefined }} options
 *   `modules` are those that the named JupyterLab must have; `settings` are for the kernelspec, by default the ones it already has
 * @returns {Promise<Ready>}
 */
export async function setUp({ needs, jupyter, modules = [], settings }) {
  const from = Date.now();
  say("Setting up convkernel");
  const named = jupyter === undefined ? undefined : pythonOfJupyter(jupyter);
  if (named !== undefined) for (const module of modules) requireModule(named.python, module, named.jupyter);
  const python = named?.python ?? venvPython;
  const dataFolder = () => (named === undefined ? dataFolderOf(venvFolder) : dataFolderFor(python));
  const venvIsThere = named !== undefined || venvIsReady(needs === "test" ? "test" : "lab");
  let node = findRuntime();
  const isReady = () => kernelspecIsReady(dataFolder(), node ?? "", settings) && pythonPackageIsReady(dataFolder());
  if (node === undefined || !venvIsThere || !kernelIsReady(needs) || !isReady())
    node = await locked(lockFile, async () => {
      const runtime = await setUpKernel(needs, named === undefined);
      if (!kernelspecIsReady(dataFolder(), runtime, settings))
        await step("kernelspec", async () => writeKernelspec(dataFolder(), runtime, settings));
      if (!pythonPackageIsReady(dataFolder())) installPythonPackage(python, dataFolder());
      return runtime;
    });
  const backend = nativeIsWanted() ? (nativeVerdict()?.backend ?? "wasm") : process.env.CONVKERNEL_BACKEND;
  say(`Ready (${seconds(from)}), back end: ${backend}\n`);
  return { node, python, ownEnvironment: named === undefined };
}

/**
 * Sets up the kernel in the user's own data folder, where every JupyterLab of this user finds it.
 * @param {string} dataFolder @param {Settings} [settings]
 */
export function setUpForUser(dataFolder, settings) {
  return locked(lockFile, async () => writeKernelspec(dataFolder, await setUpKernel("run", false), settings));
}

/** The build and what runs it, for `npm pack` and for commands that compute nothing. @returns {Promise<string>} the runtime */
export async function setUpBuild() {
  const node = findRuntime();
  return node !== undefined && kernelIsReady("build") ? node : locked(lockFile, () => setUpKernel("build", false));
}

/** Sets up the kernel without Jupyter, for commands that drive it themselves. @returns {Promise<string>} the runtime */
export async function setUpAlone() {
  const node = findRuntime();
  return node !== undefined && kernelIsReady("run") ? node : locked(lockFile, () => setUpKernel("run", false));
}
