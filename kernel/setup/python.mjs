/** Python for JupyterLab: the user's (3.10 or later, with pip), and a virtual environment of the project's own. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isWindows, packageRoot, venvFolder } from "./paths.mjs";
import { SetupError, run } from "./steps.mjs";

const scripts = isWindows ? "Scripts" : "bin";
export const venvPython = join(venvFolder, scripts, isWindows ? "python.exe" : "python");

/** @typedef {"lab" | "test"} Needs what the environment must hold: JupyterLab, or the tests' packages as well */

/** @param {Needs} needs */
const requirements = (needs) =>
  (needs === "test" ? ["requirements.txt", "requirements-test.txt"] : ["requirements.txt"]).map((name) =>
    join(packageRoot, "kernel", "setup", name),
  );

/** @param {Needs} needs */
const stampOf = (needs) => join(venvFolder, `convkernel-${needs}.sha256`);

/** @param {Needs} needs */
const hashOf = (needs) => {
  const hash = createHash("sha256");
  for (const file of requirements(needs)) hash.update(readFileSync(file));
  return hash.digest("hex");
};

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
    "install Python from python.org or your system's packages and run the command again, or name a JupyterLab that is there: npm start -- --jupyter PATH.",
  );
}

/** @param {Needs} needs */
export function venvIsReady(needs) {
  const stamp = stampOf(needs);
  return existsSync(venvPython) && existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(needs);
}

/** Makes the environment and fills it. @param {Needs} needs @returns {Promise<string>} */
export async function makeVenv(needs) {
  const { program, prefix } = findPython();
  // Debian's python3 has no ensurepip without another package: its own pip can fill an environment that has none.
  let pip = [venvPython, "-m", "pip"];
  if (!existsSync(venvPython)) {
    try {
      await run(program, [...prefix, "-m", "venv", venvFolder], { log: "venv", timeout: 120 });
    } catch {
      try {
        await run(program, [...prefix, "-m", "venv", "--clear", "--without-pip", venvFolder], {
          log: "venv",
          timeout: 120,
        });
      } catch (error) {
        throw new SetupError(
          `A virtual environment could not be made in ${venvFolder}: ${/** @type {Error} */ (error).message}`,
          "install Python's venv module (on Debian and Ubuntu: apt install python3-venv) and run the command again.",
        );
      }
    }
  }
  try {
    execFileSync(venvPython, ["-m", "pip", "--version"], { stdio: "ignore", timeout: 30_000 });
  } catch {
    pip = [program, ...prefix, "-m", "pip", "--python", venvPython];
  }
  const files = requirements(needs).flatMap((file) => ["-r", file]);
  const [command = venvPython, ...rest] = pip;
  try {
    const args = [...rest, "install", "--disable-pip-version-check", "--no-input", "--timeout", "30", ...files];
    await run(command, args, { log: "pip", timeout: 900 });
  } catch (error) {
    throw new SetupError(
      `JupyterLab could not be installed into ${venvFolder}: ${/** @type {Error} */ (error).message}`,
      "check the network and run the command again, or name a JupyterLab that is there: npm start -- --jupyter PATH.",
    );
  }
  // The environment lies inside a package of ES modules; JupyterLab's own scripts in it are none.
  writeFileSync(join(venvFolder, "package.json"), `{ "private": true }\n`);
  writeFileSync(stampOf(needs), hashOf(needs));
  // What the tests need holds all that JupyterLab needs.
  writeFileSync(stampOf("lab"), hashOf("lab"));
  return `JupyterLab ${pinned("jupyterlab")}`;
}

/** @param {string} name */
const pinned = (name) =>
  new RegExp(`^${name}==(.*)$`, "m").exec(readFileSync(/** @type {string} */ (requirements("lab")[0]), "utf8"))?.[1] ??
  "";

/**
 * The Python of a `jupyter` that the user names: the executable itself, or the folder of an environment.
 * @param {string} named
 * @returns {{ python: string, jupyter: string }}
 */
export function pythonOfJupyter(named) {
  const folders = [named, join(named, scripts), dirname(named)];
  for (const folder of folders) {
    const python = join(folder, isWindows ? "python.exe" : "python");
    if (existsSync(python)) return { python, jupyter: named };
  }
  throw new SetupError(
    `--jupyter ${named}: no Python was found in it or beside it.`,
    "give the folder of a virtual environment with JupyterLab in it, or the path of its `jupyter` command.",
  );
}

/** The prefix that an environment's data lies under. @param {string} python */
export function prefixOf(python) {
  return execFileSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8", timeout: 20_000 }).trim();
}
