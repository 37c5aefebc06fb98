/** Code that depends on the system: every such place is in the table for contributors, and native packages have builds for ARM. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { projectRoot } from "./support/python.ts";

const page = "kernel/setup/docs/pages/contribute/systems.md";
/** Paths, signals, process calls and checks of the platform. */
const special =
  /["'`]\/(?:proc|sys|dev|usr|tmp|bin)\b|"SIG[A-Z]+\d?"|process\.(?:kill|getuid|geteuid|umask|platform)|\bdetached:|\b(?:symlink|chmod|chown|mkfifo)(?:Sync)?\(|"(?:unshare|bash|sh|ps|taskkill|make|g\+\+)"|\bisWindows\b/;

const read = (file: string): string => readFileSync(join(projectRoot, file), "utf8");

/** The files in kernel/ and src/ that have such a place outside comments. */
function specialFiles(): string[] {
  return ["kernel", "src"]
    .flatMap((room) =>
      readdirSync(join(projectRoot, room), { recursive: true, encoding: "utf8" }).map((file) => join(room, file)),
    )
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.(?:ts|mts|mjs)$/.test(file) && !/page-scripts|labextension|node_modules|\/docs\//.test(file))
    .filter((file) =>
      read(file)
        .split("\n")
        .some((line) => !/^\s*(?:\/\/|\/?\*)/.test(line) && special.test(line)),
    )
    .sort();
}

describe("what is not the same on all systems", () => {
  it("is in the table for contributors, with its way on the others, and nothing else is", () => {
    const listed = [...read(page).matchAll(/^\| `([\w./-]+\.(?:ts|mjs))`/gm)].map(([, file]) => file!);
    const files = specialFiles();
    expect(
      files.filter((file) => !listed.includes(file)),
      `to be added to ${page}`,
    ).to.deep.equal([]);
    expect(
      listed.filter((file) => !files.includes(file)),
      `no longer true in ${page}`,
    ).to.deep.equal([]);
  });

  it("does not end at native packages: each has builds for ARM, too", () => {
    const lock = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { os?: string[]; cpu?: string[]; dev?: boolean }>;
    };
    const builds = new Map<string, Set<string>>();
    for (const [path, { os: [os] = [], cpu: [cpu] = [], dev }] of Object.entries(lock.packages)) {
      if (os === undefined || cpu === undefined || dev === true) continue;
      const owner = path.replace(/^.*node_modules\//, "").split("/")[0]!;
      builds.set(owner, (builds.get(owner) ?? new Set()).add(`${os}-${cpu}`));
    }
    expect([...builds.keys()]).to.include.members(["@esbuild", "@img", "@oxc-parser", "@oxc-transform", "@resvg"]);
    for (const [owner, platforms] of builds)
      expect([...platforms], owner).to.include.members(["linux-arm64", "darwin-arm64", "win32-arm64"]);
    // The package contains its builds itself.
    const carried = (os: string): string[] => readdirSync(join(projectRoot, "node_modules", "zeromq", "build", os));
    for (const os of ["linux", "darwin", "win32"]) expect(carried(os), os).to.include("arm64");
    const nodes = JSON.parse(read("kernel/setup/locks/node.json")) as { runtime: object };
    expect(Object.keys(nodes.runtime)).to.include.members(["linux-arm64", "darwin-arm64", "win32-arm64"]);
  });
});
