/** Installs npm packages beside the notebook, with npm's own command. */
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** Progress is shown at most this often. */
const PROGRESS_MS = 2000;
/** How many lines of npm's report are quoted when it fails for a reason we do not recognise. */
const QUOTED = 8;

export interface InstallJob {
  readonly folder: string;
  readonly packages: readonly string[];
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Runs `npm install` and reports progress. @throws Error with the reason and a remedy */
export async function install({ folder, packages, write, signal }: InstallJob): Promise<void> {
  const names = packages.join(", ");
  const [command, ...before] = npmCommand();
  write(`Installing ${names} into ${join(folder, "node_modules")}\n`);
  const args = [
    ...before,
    "install",
    "--prefix",
    folder,
    "--no-audit",
    "--no-fund",
    "--loglevel=http",
    "--color=false",
    ...packages,
  ];
  const started = performance.now();
  const { code, report, fetched } = await run(command!, args, { folder, signal, write });
  if (signal.aborted) throw new Error(`kernel.install: interrupted while npm installed ${names}`);
  if (code !== 0) throw new Error(`kernel.install: ${reason(report, packages)}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const summary = /^(?:added|changed|removed|up to date)[^\n]*?(?= in [\d.]+m?s| *$)/m.exec(report)?.[0] ?? "done";
  write(`${summary} in ${seconds} s${fetched > 0 ? `, ${fetched} fetched` : ""}\n`);
}

interface Run {
  readonly code: number | null;
  readonly report: string;
  /** The number of archives downloaded. */
  readonly fetched: number;
}

function run(
  command: string,
  args: readonly string[],
  { folder, signal, write }: Pick<InstallJob, "signal" | "write"> & { readonly folder: string },
): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  const kill = (): void => void child.kill();
  signal.addEventListener("abort", kill, { once: true });
  let report = "";
  let fetched = 0;
  let said = performance.now();
  const read = (chunk: Buffer): void => {
    for (const line of chunk.toString("utf8").split(/\r?\n/)) {
      if (/^npm (?:http|warn)/i.test(line)) {
        if (/ \d+ .*\.tgz/.test(line)) fetched++;
      } else if (line !== "") report += `${line}\n`;
    }
    if (performance.now() - said < PROGRESS_MS) return;
    said = performance.now();
    write(`… ${fetched} archives fetched\n`);
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  child.on("error", reject);
  child.on("close", (code) => {
    signal.removeEventListener("abort", kill);
    resolve({ code, report, fetched });
  });
  return promise;
}

/** What went wrong, in one or two lines and with the remedy. */
function reason(report: string, packages: readonly string[]): string {
  const names = packages.join(", ");
  const missing = /404\s+(?:Not Found[^\n]*\/|')?(@?[^\s'/]+(?:\/[^\s']+)?)/.exec(report);
  if (/\bE404\b/.test(report)) {
    const which =
      packages.find((name) => report.includes(encodeURIComponent(bare(name))) || report.includes(bare(name))) ??
      missing?.[1];
    return `npm knows no package '${which ?? names}'; check the spelling at https://www.npmjs.com`;
  }
  if (/\bETARGET\b/.test(report))
    return `there is no such version of ${names}; leave the version out to get the newest`;
  if (/\b(?:ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET|ENETUNREACH)\b/.test(report)) {
    return `npm could not reach its registry, so ${names} was not installed; check the network, or a proxy in npm's configuration`;
  }
  if (/\b(?:EACCES|EPERM|EROFS)\b/.test(report))
    return `the notebook's folder cannot be written to, so ${names} was not installed`;
  if (/\bERESOLVE\b/.test(report)) {
    return `${names} does not fit the packages that are installed already:\n${quoted(report)}`;
  }
  return `npm failed to install ${names}:\n${quoted(report)}`;
}

function bare(name: string): string {
  return name.replace(/(?<=.)@.*$/, "");
}

function quoted(report: string): string {
  return report
    .split("\n")
    .filter((line) => line !== "" && !/complete log of this run/i.test(line) && !/_logs/.test(line))
    .slice(0, QUOTED)
    .join("\n");
}

/** npm's script, to be run by this Node: the one installed with it, or the one that `npm` on the PATH leads to. */
function npmCommand(): string[] {
  const beside = [join(dirname(process.execPath), "..", "lib"), dirname(process.execPath)];
  const scripts = beside.map((folder) => join(folder, "node_modules", "npm", "bin", "npm-cli.js"));
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const link = join(folder, "npm");
    if (folder !== "" && existsSync(link))
      scripts.push(realpathSync(link), join(folder, "node_modules", "npm", "bin", "npm-cli.js"));
  }
  const script = scripts.find((path) => path.endsWith("npm-cli.js") && existsSync(path));
  if (script === undefined) {
    throw new Error("kernel.install: npm was not found on the PATH; it comes with Node (https://nodejs.org)");
  }
  return [process.execPath, script];
}
