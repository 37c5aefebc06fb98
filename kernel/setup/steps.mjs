/** Steps of set-up: each shows what it does and how long it took, and says what to do when it fails. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./paths.mjs";

/** A failure with a way out. `remedy` is shown under the message. */
export class SetupError extends Error {
  /** @param {string} message @param {string} remedy */
  constructor(message, remedy) {
    super(message);
    this.name = "SetupError";
    this.remedy = remedy;
  }
}

/** @param {number} from */
export const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

/** @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`);

/**
 * Runs one step and reports it in a line; a step still running says so every 15 s.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work a string it resolves to is shown as a note
 */
export async function step(name, work) {
  const from = Date.now();
  const tick = setInterval(() => say(`  … ${name}: ${seconds(from)} so far`), 15_000);
  try {
    const result = await work();
    const note = typeof result === "string" ? `: ${result}` : "";
    say(`  ✓ ${name}${note} (${seconds(from)})`);
    return result;
  } catch (error) {
    say(`  ✗ ${name} (${seconds(from)})`);
    throw error;
  } finally {
    clearInterval(tick);
  }
}

/**
 * Runs a program, keeps its output in a log, and rejects with the log's last lines when it fails or takes too long.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ log: string, timeout: number, cwd?: string, env?: NodeJS.ProcessEnv }} options timeout in seconds
 * @returns {Promise<string>} what it printed
 */
export function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: program.endsWith(".cmd"),
    });
    let output = "";
    /** @param {Buffer} chunk */
    const keep = (chunk) => void (output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, options.timeout * 1000);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      mkdirSync(join(cacheFolder, "setup"), { recursive: true });
      const log = join(cacheFolder, "setup", `${options.log}.log`);
      writeFileSync(log, output);
      if (code === 0) return resolve(output);
      const how = late ? `took longer than ${options.timeout} s` : `ended with ${signal ?? `code ${code}`}`;
      const tail = output.trimEnd().split("\n").slice(-12).join("\n    ");
      reject(new Error(`${program} ${how}; its last lines (all of them: ${log}):\n    ${tail}`));
    });
  });
}

/**
 * The outermost catch: a set-up failure is told plainly, anything else with its stack.
 * @param {unknown} error
 */
export function fail(error) {
  if (error instanceof SetupError) process.stderr.write(`\n${error.message}\n\nWhat to do: ${error.remedy}\n`);
  else process.stderr.write(`\n${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
