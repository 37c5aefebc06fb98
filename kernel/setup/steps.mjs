/** Steps of set-up: each shows what it does and how long it took, and says what to do when it fails. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isWindows, setUpFolder } from "./paths.mjs";

/** A failure with a remedy, which is shown below the message. */
export class SetupError extends Error {
  /** @param {string} message @param {string} remedy */
  constructor(message, remedy) {
    super(message);
    this.name = "SetupError";
    this.remedy = remedy;
  }
}

/** A program that failed; `brief` is the line of its output that most likely says why. */
export class ProgramError extends Error {
  /** @param {string} message @param {string} brief */
  constructor(message, brief) {
    super(message);
    this.name = "ProgramError";
    this.brief = brief;
  }
}

/** Thrown in a step that was ended because another one failed. */
export class Stopped extends Error {}

/** @param {number} from */
export const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

/** @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`);

/**
 * Runs one step and reports it in a line; every 15 s it says that the step is still running.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work a string it resolves to is shown as a note
 */
export async function step(name, work) {
  const from = Date.now();
  const tick = setInterval(() => stopping || say(`  … ${name}: ${seconds(from)} so far`), 15_000);
  try {
    const result = await work();
    const note = typeof result === "string" ? `: ${result}` : "";
    if (!stopping) say(`  ✓ ${name}${note} (${seconds(from)})`);
    return result;
  } catch (error) {
    if (!stopping) say(`  ✗ ${name} (${seconds(from)})`);
    throw error;
  } finally {
    clearInterval(tick);
  }
}

/** Functions that end the programs now running. @type {Set<() => void>} */
const running = new Set();
let stopping = false;
let groups = 0;

/**
 * Waits for steps that run side by side. The first failure ends all others at once, including those of an enclosing group, and is the last
 * thing reported.
 * @param {readonly unknown[]} steps
 */
export async function together(steps) {
  groups += 1;
  try {
    await Promise.all(steps);
  } catch (error) {
    stopping = true;
    for (const end of running) end();
    await Promise.allSettled(steps);
    throw error;
  } finally {
    groups -= 1;
    if (groups === 0) stopping = false;
  }
}

const supervisor = join(dirname(fileURLToPath(import.meta.url)), "supervise.mjs");

/**
 * Runs a program, keeps its output in a log, and rejects with the log's last lines when it fails or takes too long.
 * It ends with this process.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ log: string, timeout: number, cwd?: string, env?: NodeJS.ProcessEnv }} options timeout in seconds
 * @returns {Promise<string>} what it printed
 */
export function run(program, args, options) {
  if (stopping) return Promise.reject(new Stopped(`${program} was not started`));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [supervisor, program, ...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["pipe", "pipe", "pipe"],
      detached: !isWindows,
      windowsHide: true,
    });
    let output = "";
    /** @param {Buffer} chunk */
    const keep = (chunk) => void (output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    /** @type {"late" | "stopped" | undefined} */
    let ended;
    /** @param {"late" | "stopped"} why */
    const end = (why) => {
      ended ??= why;
      child.stdin.destroy();
    };
    const stop = () => end("stopped");
    running.add(stop);
    const timer = setTimeout(() => end("late"), options.timeout * 1000);
    /** @param {() => void} settle */
    const settled = (settle) => {
      clearTimeout(timer);
      running.delete(stop);
      settle();
    };
    child.on("error", (error) => settled(() => reject(error)));
    child.on("close", (code, signal) =>
      settled(() => {
        if (ended === "stopped") return reject(new Stopped(`${program} was ended`));
        const log = keepLog(options.log, output);
        if (code === 0) return resolve(output);
        const how =
          ended === "late" ? `took longer than ${options.timeout} s` : `ended with ${signal ?? `code ${code}`}`;
        const lines = output.trimEnd().split("\n");
        const tail = lines.slice(-12).join("\n    ");
        const message = `${program} ${how}; its last lines (all of them: ${log}):\n    ${tail}`;
        reject(new ProgramError(message, `${program} ${how}: ${telling(lines)}`));
      }),
    );
  });
}

/** The last line that mentions an error, or else the last line. @param {readonly string[]} lines */
function telling(lines) {
  const spoken = lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/A complete log of this run/.test(line));
  const error = spoken.filter((line) => /error|fail|not found|no such/i.test(line)).pop();
  return (error ?? spoken[spoken.length - 1] ?? "it said nothing").slice(0, 200);
}

/** @param {string} name @param {string} output @returns {string} where it is */
export function keepLog(name, output) {
  const log = join(setUpFolder, `${name}.log`);
  try {
    mkdirSync(setUpFolder, { recursive: true });
    writeFileSync(log, output);
    return log;
  } catch (error) {
    // A failure to write the log must not hide the failure that it is about.
    return `not kept, ${/** @type {Error} */ (error).message}`;
  }
}

/** The first line of a failure, as short as possible. @param {unknown} error */
export function briefly(error) {
  if (error instanceof ProgramError) return error.brief;
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

/** Disk faults that a user can fix. @type {Record<string, string>} */
const diskFaults = {
  EACCES: "it belongs to another user: run this as that user, or work in a copy of your own (git clone, npm install).",
  EPERM: "it belongs to another user: run this as that user, or work in a copy of your own (git clone, npm install).",
  EROFS: "the disk is mounted to be read only: work in a copy of your own on another one (git clone, npm install).",
  ENOSPC: "make room and run the command again: set-up needs 2 GB.",
  EDQUOT: "your quota is used up: make room and run the command again. Set-up needs 2 GB.",
};

/** The same failure as a SetupError, if the disk caused it. @param {unknown} error */
export function explained(error) {
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  const remedy = error instanceof Error && typeof code === "string" ? diskFaults[code] : undefined;
  if (remedy === undefined) return error;
  return new SetupError(`Nothing could be written to ${path ?? "the disk"} (${code}).`, remedy);
}

/**
 * The outermost catch: a failure that a user can fix is reported plainly, anything else with its stack.
 * @param {unknown} thrown
 */
export function fail(thrown) {
  const error = explained(thrown);
  if (error instanceof SetupError) process.stderr.write(`\n${error.message}\n\nWhat to do: ${error.remedy}\n`);
  else process.stderr.write(`\n${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
