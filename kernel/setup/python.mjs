/** Python for JupyterLab: the user's (3.10 or later, with pip), and a virtual environment for the project. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isClone, isWindows, locksFolder, venvFolder } from "./paths.mjs";
import { writeWhole } from "./stamps.mjs";
import { SetupError, Stopped, explained, run } from "./steps.mjs";

export const scripts = isWindows ? "Scripts" : "bin";
export const venvPython = join(venvFolder, scripts, isWindows ? "python.exe" : "python");
const nameOne = `name a JupyterLab that is there: ${isClone ? "npm start --" : "npx convkernel lab"} --jupyter PATH.`;

/** @typedef {"lab" | "test"} Needs what the environment must contain: JupyterLab, or the tests' packages as well */

/** Every package with its hashes, for all Pythons and platforms; made by locks/update.mjs. @param {Needs} needs */
const requirements = (needs) => join(locksFolder, needs === "test" ? "test.txt" : "jupyter.txt");

/** @param {Needs} needs */
const stampOf = (needs) => join(venvFolder, `convkernel-${needs}.sha256`);

/** @param {Needs} needs */
const hashOf = (needs) =>
  createHash("sha256")
    .update(readFileSync(requirements(needs)))
    .digest("hex");

/** Finds a Python of 3.10 or later. @returns {{ program: string, prefix: string[] }} */
export function findPython() {
  /** @type {[string, string[]][]} */
  const candidates = [
    ["python3", []],
    ["python", []],
    ["py", ["-3"]],
  ];
  const seen = [];
  for (const [program, prefix] of candidates) {
    try {
      const text = execFileSync(program, [...prefix, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], {
        encoding: "utf8",
        timeout: 20_000,
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
      const [major = 0, minor = 0] = text.split(".").map(Number);
      if (major === 3 && minor >= 10) return { program, prefix };
      seen.push(`${program} is ${text}`);
    } catch {
      seen.push(`${program} was not found`);
    }
  }
  throw new SetupError(
    `Python 3.10 or later is needed for JupyterLab (${seen.join(", ")}).`,
    `install Python from python.org or your system's packages and run the command again, or ${nameOne}`,
  );
}

/** @param {Needs} needs */
export function venvIsReady(needs) {
  try {
    return existsSync(venvPython) && readFileSync(stampOf(needs), "utf8") === hashOf(needs);
  } catch {
    return false;
  }
}

/** An environment that a set-up began but did not finish has no stamp; otherwise half-installed packages would pass as complete. */
const isWhole = () => existsSync(venvPython) && existsSync(stampOf("lab"));

/** @param {{ program: string, prefix: string[] }} python */
async function makeEmptyVenv({ program, prefix }) {
  rmSync(venvFolder, { recursive: true, force: true });
  const make = [...prefix, "-m", "venv"];
  try {
    await run(program, [...make, venvFolder], { log: "venv", timeout: 120 });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    try {
      await run(program, [...make, "--clear", "--without-pip", venvFolder], { log: "venv", timeout: 120 });
    } catch (again) {
      if (again instanceof Stopped) throw again;
      throw new SetupError(
        `A virtual environment could not be made in ${venvFolder}: ${/** @type {Error} */ (again).message}`,
        "install Python's venv module (on Debian and Ubuntu: apt install python3-venv) and run the command again.",
      );
    }
  }
}

/** Makes the environment and fills it. @param {Needs} needs @returns {Promise<string>} */
export async function makeVenv(needs) {
  const python = findPython();
  try {
    // Created here, so that an unwritable folder gets a clear error.
    mkdirSync(venvFolder, { recursive: true });
    if (!isWhole()) await makeEmptyVenv(python);
    for (const name of /** @type {const} */ (["lab", "test"])) rmSync(stampOf(name), { force: true });
    // Debian's python3 has no ensurepip without another package: then the system's pip can fill an environment that has none.
    let pip = [venvPython, "-m", "pip"];
    try {
      execFileSync(venvPython, ["-m", "pip", "--version"], { stdio: "ignore", timeout: 30_000 });
    } catch {
      pip = [python.program, ...python.prefix, "-m", "pip", "--python", venvPython];
    }
    const [command = venvPython, ...rest] = pip;
    const how = ["--disable-pip-version-check", "--no-input", "--timeout", "30", "--require-hashes"];
    await run(command, [...rest, "install", ...how, "-r", requirements(needs)], { log: "pip", timeout: 900 });
  } catch (error) {
    if (error instanceof SetupError || error instanceof Stopped || explained(error) !== error) throw error;
    throw new SetupError(
      `JupyterLab could not be installed into ${venvFolder}: ${/** @type {Error} */ (error).message}`,
      `check the network and run the command again, or ${nameOne}`,
    );
  }
  // The environment is inside a package of ES modules, but JupyterLab's scripts in it are not ES modules.
  writeFileSync(join(venvFolder, "package.json"), `{ "private": true }\n`);
  if (needs === "test") writeWhole(stampOf("test"), hashOf("test"));
  // The tests' packages include everything that JupyterLab needs. Written last, because it marks the environment as complete.
  writeWhole(stampOf("lab"), hashOf("lab"));
  return `JupyterLab ${pinned("jupyterlab")}`;
}

/** @param {string} name */
const pinned = (name) => new RegExp(`^${name}==(\\S+)`, "m").exec(readFileSync(requirements("lab"), "utf8"))?.[1] ?? "";
