/** Starting JupyterLab, and running a notebook without one. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { kernelName } from "./kernelspec.mjs";
import { cacheFolder, isWindows, packageRoot } from "./paths.mjs";

/**
 * In an environment of our own nothing is written to the user's home: Jupyter keeps its settings, trust and run-time files
 * beside the environment.
 * @param {boolean} ownEnvironment
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment(ownEnvironment) {
  if (!ownEnvironment) return process.env;
  const home = join(cacheFolder, "jupyter");
  const folders = {
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_DATA_DIR: join(home, "data"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    IPYTHONDIR: join(home, "ipython"),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Turns off JupyterLab's question about news and its check for updates, so that it starts without a network and asks nothing.
  const labconfig = join(folders.JUPYTER_CONFIG_DIR, "labconfig");
  const page = join(labconfig, "page_config.json");
  if (!existsSync(page)) {
    mkdirSync(labconfig, { recursive: true });
    writeFileSync(
      page,
      JSON.stringify({ disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true } }),
    );
  }
  return { ...process.env, ...folders };
}

/**
 * Runs a program in the foreground and exits with its exit code; signals reach it through the terminal.
 * @param {string} program @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
 */
function foreground(program, args, env) {
  const child = spawn(program, args, { stdio: "inherit", env });
  const ignore = () => {};
  process.on("SIGINT", ignore);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    process.stderr.write(`${program} did not start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("close", (code, signal) => {
    process.off("SIGINT", ignore);
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

/**
 * Opens JupyterLab on a notebook or a folder.
 * @param {{ python: string, ownEnvironment: boolean }} ready @param {string} target @param {readonly string[]} args for jupyter lab
 */
export function openLab(ready, target, args) {
  // The extension manager would contact PyPI at every start.
  const quiet = ["--LabApp.extension_manager=readonly"];
  // JupyterLab refuses to run as root unless told to; in a container there is no other user.
  const root = !isWindows && process.getuid?.() === 0 && !args.includes("--allow-root") ? ["--allow-root"] : [];
  const folder = target.endsWith(".ipynb") ? dirname(target) : target;
  const rootDir = args.some((arg) => /root.dir/.test(arg)) ? [] : [`--ServerApp.root_dir=${folder}`];
  foreground(
    ready.python,
    ["-m", "jupyterlab", target, ...rootDir, ...quiet, ...root, ...args],
    jupyterEnvironment(ready.ownEnvironment),
  );
}

/**
 * Runs a notebook without a browser and prints each cell with its output.
 * @param {{ python: string, ownEnvironment: boolean }} ready @param {string} notebook
 * @param {Record<string, string>} [parameters] name to TypeScript literal
 */
export function runNotebook(ready, notebook, parameters = {}) {
  const program = join(packageRoot, "kernel", "setup", "run_notebook.py");
  foreground(
    ready.python,
    [program, notebook, kernelName, JSON.stringify(parameters)],
    jupyterEnvironment(ready.ownEnvironment),
  );
}
