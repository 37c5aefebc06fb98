/**
 * Everything that `npm start` and `npm test` need, each step skipped when it is done already.
 *
 * Order: runtime, npm packages and Python environment side by side (each waits mostly for the network); then the build and
 * the native back end, which need the first two; the kernelspec last.
 */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { build, buildIsReady } from "./build.mjs";
import { dependenciesAreReady, installDependencies } from "./dependencies.mjs";
import { dataFolderOf, kernelspecIsReady, writeKernelspec } from "./kernelspec.mjs";
import { buildNative, nativeVerdict } from "./native.mjs";
import { isClone, kernelMain } from "./paths.mjs";
import { makeVenv, prefixOf, pythonOfJupyter, venvIsReady, venvPython } from "./python.mjs";
import { fetchRuntime, findRuntime, runtimeVersion } from "./runtime.mjs";
import { SetupError, say, seconds, step } from "./steps.mjs";

/** @typedef {{ node: string, python: string, ownEnvironment: boolean }} Ready */

/** The runtime and all that the kernel itself runs on. @param {"run" | "test"} needs @returns {Promise<string>} the runtime */
async function setUpKernel(needs) {
  const [node] = await Promise.all([
    findRuntime() ?? step(`runtime: Node ${runtimeVersion} from npm`, () => fetchRuntime()).then(findRuntime),
    isClone && !dependenciesAreReady(needs) && step("npm packages", () => installDependencies(needs)),
  ]);
  if (typeof node !== "string")
    throw new SetupError("The runtime was fetched but is not there.", "remove .runtime and run the command again.");
  await Promise.all([
    isClone && !buildIsReady() && step("build", () => build(node)),
    nativeVerdict() ??
      step("native back end", async () => {
        const verdict = await buildNative(node);
        if (verdict.backend === "tfjs-node") return verdict.how;
        return `not to be had, the helpers run on wasm instead (correct, 4 to 5 times slower): ${verdict.how}`;
      }),
  ]);
  if (!existsSync(kernelMain))
    throw new SetupError(
      `The build lacks ${kernelMain}.`,
      "install the package again, or run `npm run build` in a clone.",
    );
  return node;
}

/**
 * Sets up a kernel in a JupyterLab: the one that the user names, else one of the project's own.
 * @param {{ needs: "run" | "test", jupyter?: string | undefined }} options
 * @returns {Promise<Ready>}
 */
export async function setUp({ needs, jupyter }) {
  const from = Date.now();
  say("Setting up convkernel");
  const named = jupyter === undefined ? undefined : pythonOfJupyter(jupyter);
  const pythonNeeds = needs === "test" ? "test" : "lab";
  const [node] = await Promise.all([
    setUpKernel(needs),
    named === undefined &&
      !venvIsReady(pythonNeeds) &&
      step("JupyterLab in an environment of its own (.venv)", () => makeVenv(pythonNeeds)),
  ]);
  const python = named?.python ?? venvPython;
  const dataFolder = dataFolderOf(named === undefined ? dirname(dirname(venvPython)) : prefixOf(python));
  if (!kernelspecIsReady(dataFolder, node)) await step("kernelspec", async () => writeKernelspec(dataFolder, node));
  say(`Ready (${seconds(from)}), back end: ${nativeVerdict()?.backend ?? "wasm"}\n`);
  return { node, python, ownEnvironment: named === undefined };
}

/** The kernel for the user's own data folder: found by every JupyterLab of this user. @param {string} dataFolder */
export async function setUpForUser(dataFolder) {
  const node = await setUpKernel("run");
  return writeKernelspec(dataFolder, node);
}
