/** `convkernel doctor`: what is there, what is missing, and what to do about it. Changes nothing. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { dataFolderFor, pythonOfJupyter } from "./jupyter.mjs";
import { kernelName, userDataFolder } from "./kernelspec.mjs";
import { nativeIsWanted, nativeVerdict, remedyOf } from "./native.mjs";
import { kernelMain, setUpCommand } from "./paths.mjs";
import { findPython, venvPython } from "./python.mjs";
import { findRuntime } from "./runtime.mjs";
import { say } from "./steps.mjs";

/** @typedef {{ what: string, good: boolean, text: string, remedy?: string }} Finding */

/** @param {string} program @param {readonly string[]} args */
const ask = (program, args) =>
  execFileSync(program, args, { encoding: "utf8", timeout: 30_000, stdio: ["ignore", "pipe", "pipe"] }).trim();

/** @param {string} what @param {() => string} look @param {string} remedy @returns {Finding} */
function examine(what, look, remedy) {
  try {
    return { what, good: true, text: look() };
  } catch (error) {
    return { what, good: false, text: /** @type {Error} */ (error).message.split("\n")[0] ?? "", remedy };
  }
}

/** @param {string | undefined} jupyter @returns {boolean} whether all is well */
export function doctor(jupyter) {
  const setUpAgain = `run \`${setUpCommand}\`.`;
  const python = () => {
    if (jupyter !== undefined) return pythonOfJupyter(jupyter).python;
    if (existsSync(venvPython)) return venvPython;
    throw new Error("no environment of the project's own (.venv)");
  };
  const findings = [
    examine("system Node", () => `${process.version} at ${process.execPath}`, ""),
    examine(
      "runtime",
      () => {
        const node = findRuntime();
        if (node === undefined) throw new Error("no Node 24 or later");
        return `${ask(node, ["--version"])} at ${node}`;
      },
      setUpAgain,
    ),
    examine(
      "kernel",
      () => {
        if (!existsSync(kernelMain)) throw new Error(`${kernelMain} is missing`);
        return kernelMain;
      },
      setUpAgain,
    ),
    examine(
      "back end",
      () => {
        if (!nativeIsWanted()) return `${process.env.CONVKERNEL_BACKEND}, as CONVKERNEL_BACKEND says`;
        const verdict = nativeVerdict();
        if (verdict === undefined) throw new Error("not set up yet");
        if (verdict.backend === "tfjs-node") return `tfjs-node: ${verdict.how}`;
        return `wasm, correct and 4 to 5 times slower: ${verdict.how}\n    To get the native back end: ${remedyOf(verdict)}`;
      },
      setUpAgain,
    ),
    examine("system Python", () => ask(findPython().program, ["--version"]), "install Python 3.10 or later."),
    examine(
      "JupyterLab",
      () => `${ask(python(), ["-m", "jupyterlab", "--version"])} at ${dirname(python())}`,
      setUpAgain,
    ),
    examine(
      "kernelspec",
      () => {
        const folders = [userDataFolder()];
        if (jupyter !== undefined || existsSync(venvPython)) folders.unshift(dataFolderFor(python()));
        const file = folders.map((folder) => join(folder, "kernels", kernelName, "kernel.json")).find(existsSync);
        if (file === undefined) throw new Error(`none in ${folders.join(" nor ")}`);
        return file;
      },
      setUpAgain,
    ),
  ];
  for (const { what, good, text, remedy } of findings) {
    say(`${good ? "✓" : "✗"} ${what}: ${text}`);
    if (!good) say(`    ${remedy}`);
  }
  return findings.every(({ good }) => good);
}
