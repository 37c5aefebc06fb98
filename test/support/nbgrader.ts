/** The real nbgrader, in a separate environment for the tests that is created once and kept in `.cache`. */
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
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
