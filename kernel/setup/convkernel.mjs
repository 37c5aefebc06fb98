#!/usr/bin/env node
/** The `convkernel` command: the same as `npm start`, for people who installed the package in their own project. */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { takeFlag, takeSettings, takeValue } from "./arguments.mjs";
import { doctor } from "./doctor.mjs";
import { adviseIgnoring } from "./ignore.mjs";
import { dataFolderFor, pythonOfJupyter } from "./jupyter.mjs";
import { removeKernelspec, userDataFolder } from "./kernelspec.mjs";
import { openLab, runNotebook } from "./lab.mjs";
import { copyLessons } from "./lessons.mjs";
import { firstLesson, isClone, projectRoot } from "./paths.mjs";
import { takeParameters } from "./parameters.mjs";
import { venvPython } from "./python.mjs";
import { runCourse } from "./course.mjs";
import { runPort } from "./port.mjs";
import { setUp, setUpForUser } from "./set-up.mjs";
import { SetupError, fail, say } from "./steps.mjs";

const usage = `usage: convkernel COMMAND

  install      puts the kernel into this project's own JupyterLab (.venv, made if missing)
  uninstall    removes the kernelspec
  lab [FILE]   opens JupyterLab on a notebook or a folder; without one, on the lessons, copied into ./lessons.
               Further options go to jupyter lab
  run FILE [-p NAME VALUE ...]
               runs a notebook without a browser and prints each cell with its output; -p sets variables after its
               cell tagged parameters
  course ...   assignments: release, validate, grade, restore, report (convkernel course help)
  port FILE [-o FILE]
               translates a Python notebook (.ipynb) or program (.py) into TypeScript
  doctor       says what is installed, what is missing and what to do

  --jupyter PATH   another JupyterLab: its environment's folder, or the path of its jupyter command
  --user           (install, uninstall) for every JupyterLab of this user

  for shared machines (install; they stay until uninstall):
  --memory-mb N      how much memory the cells of one kernel may use
  --end-detached     processes that cells start end with the kernel, even those meant to outlive it
  --env NAME=VALUE   a variable for the kernel, such as CONVKERNEL_DATA=FOLDER for one folder of data sets
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

/** No argument is silently ignored. @param {readonly string[]} rest */
function none([first]) {
  if (first !== undefined)
    throw new SetupError(`convkernel: there is no option ${first} here.`, "see convkernel --help.");
}

/** The first lesson: the clone's own, or else a copy that the user may work on. */
function lessons() {
  if (isClone) return firstLesson;
  const folder = join(projectRoot, "lessons");
  const copied = copyLessons(folder);
  if (copied.length > 0) say(`Copied into ${folder}: ${copied.join(", ")}\n`);
  return join(folder, basename(firstLesson));
}

const [command, ...args] = process.argv.slice(2);
try {
  if (command === "course") process.exit(await runCourse(args));
  if (command === "port") process.exit(await runPort(args));
  if (args[0] === "--help" || args[0] === "-h") {
    process.stdout.write(usage);
    process.exit(0);
  }
  const jupyter = takeValue(args, "--jupyter");
  const forUser = takeFlag(args, "--user");
  /** @returns {string} */
  const dataFolder = () => {
    if (forUser) return userDataFolder();
    const python = jupyter === undefined ? venvPython : pythonOfJupyter(jupyter).python;
    if (!existsSync(python))
      throw new SetupError(`There is no environment here (${python}).`, "name one: --jupyter PATH or --user.");
    return dataFolderFor(python);
  };
  if (command === "install") {
    const settings = takeSettings(args);
    none(args);
    if (forUser) say(`The kernel is in ${await setUpForUser(userDataFolder(), settings)}`);
    else await setUp({ needs: "run", jupyter, settings });
    adviseIgnoring();
    if (!isClone) say("`npx convkernel lab` opens the lessons.");
  } else if (command === "uninstall") {
    none(args);
    const folder = dataFolder();
    say(removeKernelspec(folder) ? `Removed from ${folder}` : `There was no kernel in ${folder}`);
  } else if (command === "lab") {
    const named = args[0] !== undefined && !args[0].startsWith("-") ? existing(args.shift()) : undefined;
    const ready = await setUp({ needs: "run", jupyter, modules: ["jupyterlab"] });
    adviseIgnoring();
    openLab(ready, named ?? lessons(), args);
  } else if (command === "run") {
    const parameters = takeParameters(args);
    const notebook = existing(args.shift());
    none(args);
    runNotebook(await setUp({ needs: "run", jupyter, modules: ["nbclient"] }), notebook, parameters);
  } else if (command === "doctor") {
    none(args);
    process.exitCode = doctor(jupyter) ? 0 : 1;
  } else {
    process.stdout.write(usage);
    process.exitCode = command === undefined || command === "--help" || command === "help" ? 0 : 2;
  }
} catch (error) {
  fail(error);
}
