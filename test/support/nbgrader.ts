/** The real nbgrader, in a separate environment for the tests that is created once and kept in `.cache`. */
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { jupyterIn } from "./jupyter.ts";
import { findPython, projectRoot } from "./python.ts";

const requirements = join(projectRoot, "test", "nbgrader", "requirements.txt");
const environment = join(projectRoot, ".cache", "nbgrader");
const bin = join(environment, process.platform === "win32" ? "Scripts" : "bin");
const stamp = join(environment, "requirements.sha256");

/** Creates the environment if it does not exist or was made from other requirements. */
export function makeNbgrader(): void {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  rmSync(environment, { recursive: true, force: true });
  execFileSync(findPython(), ["-m", "venv", environment]);
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--require-hashes",
    "-r",
    requirements,
  ];
  execFileSync(join(bin, "python"), pip, { stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
  writeFileSync(stamp, hash);
}

/**
 * Runs an nbgrader command in a course's folder; resolves to its output.
 * @param env from `jupyterIn`
 */
export async function nbgrader(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  // nbgrader calls its own programs by name.
  const PATH = `${bin}${delimiter}${env["PATH"] ?? ""}`;
  try {
    const { stdout, stderr } = await promisify(execFile)(join(bin, "nbgrader"), args, {
      cwd: folder,
      env: { ...env, PATH },
      maxBuffer: 1 << 26,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`nbgrader ${args.join(" ")} failed:\n${(stdout + stderr).slice(-3000)}`, { cause: error });
  }
}

const NOBODY = 65_534;
/** Everything may be read, because root's Python is often in root's own folder. */
const AS_NOBODY = `--reuid=${NOBODY} --regid=${NOBODY} --clear-groups --no-new-privs --inh-caps=+dac_read_search --ambient-caps=+dac_read_search`;
/** Threads count too; nbgrader with a kernel has about a hundred. */
const MOST_PROCESSES = 400;
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Whether nbgrader can be kept from harming this machine: only root may become somebody else. */
export const canShutIn = process.platform === "linux" && process.getuid?.() === 0;

/**
 * Runs nbgrader commands on code that would harm the course or the machine: as a user who owns nothing else, with few processes, in a copy
 * of the course that lies in the course's place. Anything left running ends with the last command.
 * @param apart an empty folder for the copy @returns the copy
 */
export async function nbgraderShutIn(
  commands: readonly (readonly string[])[],
  course: string,
  apart: string,
): Promise<string> {
  const copy = join(apart, "course");
  const home = join(apart, "home");
  cpSync(course, copy, { recursive: true });
  mkdirSync(home, { recursive: true });
  const env = {
    ...jupyterIn(join(apart, "jupyter")),
    HOME: home,
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
  };
  execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, apart]);
  // Temporary folders are their owner's only.
  chmodSync(join(apart, ".."), 0o711);
  const lines = commands.map((args) => ["nbgrader", ...args].map(quoted).join(" ")).join("\n");
  const script = [
    "set -e",
    `mount --bind ${quoted(copy)} ${quoted(course)}`,
    `cd ${quoted(course)}`,
    `exec prlimit --nproc=${MOST_PROCESSES} setpriv ${AS_NOBODY} sh -ec ${quoted(lines)}`,
  ].join("\n");
  const args = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", script];
  try {
    await promisify(execFile)("unshare", args, { env, maxBuffer: 1 << 26, timeout: 300_000, killSignal: "SIGKILL" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`nbgrader failed:\n${(stdout + stderr).slice(-3000)}`, { cause: error });
  }
  return copy;
}
