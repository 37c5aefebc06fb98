/** For a Jupyter that the user names: finds its Python, and where its kernelspecs go. */
import { execFileSync } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { dataFolderOf, userDataFolder } from "./kernelspec.mjs";
import { isWindows } from "./paths.mjs";
import { scripts } from "./python.mjs";
import { SetupError } from "./steps.mjs";

/** @param {string} python @param {string} program @returns {string} */
const ask = (python, program) =>
  execFileSync(python, ["-c", program], {
    encoding: "utf8",
    timeout: 30_000,
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();

/**
 * The Python of a `jupyter` that the user names: the executable itself, or the folder of an environment.
 * @param {string} named
 * @returns {{ python: string, jupyter: string }}
 */
export function pythonOfJupyter(named) {
  if (!existsSync(named))
    throw new SetupError(
      `--jupyter ${named}: there is no such file or folder.`,
      "give the folder of a virtual environment with JupyterLab in it, or the path of its `jupyter` command.",
    );
  const python = pythonOfScript(named) ?? [named, join(named, scripts), dirname(named)].flatMap(pythonsIn)[0];
  if (python !== undefined) return { python, jupyter: named };
  throw new SetupError(
    `--jupyter ${named}: no Python was found in it or beside it.`,
    "give the folder of a virtual environment with JupyterLab in it, or the path of its `jupyter` command.",
  );
}

/**
 * Debian has only `python3` and no `python`; other systems have only one with its version in the name. @param {string} folder @returns
 * {string[]}
 */
function pythonsIn(folder) {
  const exact = isWindows ? ["python.exe"] : ["python", "python3"];
  const found = exact.map((name) => join(folder, name)).filter(existsSync);
  if (found.length > 0 || isWindows || !existsSync(folder) || !statSync(folder).isDirectory()) return found;
  return readdirSync(folder)
    .filter((name) => /^python3\.\d+$/.test(name))
    .map((name) => join(folder, name));
}

/**
 * The Python named in a script's first lines: pip's user folder and pipx put the command into a folder without its Python.
 * @param {string} script @returns {string | undefined}
 */
function pythonOfScript(script) {
  if (isWindows || !statSync(script).isFile()) return undefined;
  const start = Buffer.alloc(1024);
  const descriptor = openSync(script, "r");
  const length = readSync(descriptor, start, 0, start.length, 0);
  closeSync(descriptor);
  const text = start.toString("utf8", 0, length);
  // If the path is long or has a space, the script is a shell script that passes itself on to Python: '''exec' "/a path/python" "$0" "$@"
  const [, quoted, plain] = /^#!\/bin\/sh\n'''exec' (?:"([^"]+)"|(\S+))/.exec(text) ?? [];
  const direct = /^#!\s*(\S+)/.exec(text)?.[1];
  const python = quoted ?? plain ?? direct;
  return python !== undefined && basename(python).startsWith("python") && existsSync(python) ? python : undefined;
}

/** The prefix of the folder that contains an environment's data. @param {string} python */
export const prefixOf = (python) => ask(python, "import sys; print(sys.prefix)");

/**
 * A data folder that this Jupyter reads and we may write to: the environment's, or the user's if the environment is the system's.
 * @param {string} python
 * @returns {string}
 */
export function dataFolderFor(python) {
  const folder = dataFolderOf(prefixOf(python));
  return isWritable(folder) ? folder : userDataFolder();
}

/** @param {string} folder need not exist */
export function isWritable(folder) {
  for (let there = resolve(folder); ; there = dirname(there)) {
    if (!existsSync(there) && there !== dirname(there)) continue;
    try {
      accessSync(there, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }
}

/** @param {string} python @param {string} module @param {string} named what the user typed */
export function requireModule(python, module, named) {
  try {
    ask(python, `import ${module}`);
  } catch {
    throw new SetupError(
      `--jupyter ${named}: its Python (${python}) has no ${module}.`,
      `install it there (${python} -m pip install ${module}), or omit --jupyter to use an environment of the project's own.`,
    );
  }
}
