#!/usr/bin/env node
/** The `convkernel` command: the same as `npm start`, for people who installed the package in a project of their own. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { takeFlag, takeValue } from "./arguments.mjs";
import { doctor } from "./doctor.mjs";
import { dataFolderOf, removeKernelspec, userDataFolder } from "./kernelspec.mjs";
import { openLab, runNotebook } from "./lab.mjs";
import { prefixOf, pythonOfJupyter, venvPython } from "./python.mjs";
import { setUp, setUpForUser } from "./set-up.mjs";
import { SetupError, fail, say } from "./steps.mjs";

const usage = `usage: convkernel COMMAND

  install      the kernel into a JupyterLab of this project's own (.venv, made if missing)
  uninstall    takes the kernelspec out again
  lab [FILE]   JupyterLab, opened here or on a notebook; further options go to jupyter lab
  run FILE     runs a notebook without a browser and prints each cell with its output
  doctor       what is there, what is missing, what to do

  --jupyter PATH   another JupyterLab: its environment's folder, or the path of its jupyter command
  --user           (install, uninstall) for every JupyterLab of this user
`;

/** @param {string | undefined} named */
function existing(named) {
  const file = resolve(named ?? "");
  if (named === undefined || !existsSync(file))
    throw new SetupError(
      `There is no notebook ${named ?? "named"}.`,
      "give the path of a notebook (.ipynb) that exists.",
    );
  return file;
}

const [command, ...args] = process.argv.slice(2);
try {
  const jupyter = takeValue(args, "--jupyter");
  const forUser = takeFlag(args, "--user");
  /** @returns {string} */
  const dataFolder = () => {
    if (forUser) return userDataFolder();
    const python = jupyter === undefined ? venvPython : pythonOfJupyter(jupyter).python;
    if (!existsSync(python))
      throw new SetupError(`There is no environment here (${python}).`, "name one: --jupyter PATH or --user.");
    return dataFolderOf(prefixOf(python));
  };
  if (command === "install") {
    if (forUser) say(`The kernel is in ${await setUpForUser(userDataFolder())}`);
    else await setUp({ needs: "run", jupyter });
  } else if (command === "uninstall") {
    const folder = dataFolder();
    say(removeKernelspec(folder) ? `Removed from ${folder}` : `There was no kernel in ${folder}`);
  } else if (command === "lab") {
    const target = args[0] !== undefined && !args[0].startsWith("-") ? existing(args.shift()) : process.cwd();
    openLab(await setUp({ needs: "run", jupyter }), target, args);
  } else if (command === "run") {
    const notebook = existing(args[0]);
    runNotebook(await setUp({ needs: "run", jupyter }), notebook);
  } else if (command === "doctor") {
    process.exitCode = doctor(jupyter) ? 0 : 1;
  } else {
    process.stdout.write(usage);
    process.exitCode = command === undefined || command === "--help" || command === "help" ? 0 : 2;
  }
} catch (error) {
  fail(error);
}
