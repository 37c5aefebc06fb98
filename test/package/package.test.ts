/** The package as a new user gets it: packed, installed in an empty project, set up there, and used. */
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { writeCells } from "../support/cells-notebook.ts";
import { findPython, projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly size: number;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = async (program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> => {
  const options = { cwd, env, encoding: "utf8", maxBuffer: 1 << 26 } as const;
  return promisify(execFile)(program, [...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: error.code ?? 1,
      stdout: error.stdout ?? "",
      stderr: error.stderr ?? "",
    }),
  );
};

/** Reads npm's JSON about the files; `npm pack` may print other text before it. */
const packedOf = (stdout: string): Packed => (JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as Packed[])[0]!;

/** A user's JupyterLab: a separate environment that finds its packages where the tests have theirs. */
function labEnvironment(folder: string): void {
  const python = findPython();
  execFileSync(python, ["-m", "venv", "--without-pip", folder]);
  const site = "import sysconfig; print(sysconfig.get_path('purelib'))";
  const [theirs, ours] = [python, join(folder, "bin", "python")].map((program) =>
    execFileSync(program, ["-c", site], { encoding: "utf8" }).trim(),
  ) as [string, string];
  writeFileSync(join(ours, "packages.pth"), theirs);
  mkdirSync(join(folder, "share", "jupyter"), { recursive: true });
  symlinkSync(join(dirname(dirname(python)), "share", "jupyter", "lab"), join(folder, "share", "jupyter", "lab"));
}

/** Every Node that can run the library can `require` an ES module; attw still counts it as a fault. */
const esmOnly = ["cjs-resolves-to-esm"];

describe("the packed package", () => {
  const folder = temporaryFolder("package");
  const project = join(folder.path, "an empty project");
  const lab = join(folder.path, "lab");
  // An empty home, but with the machine's caches. No back end is built, which another test covers.
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: join(folder.path, "home"),
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    CONVKERNEL_BACKEND: "wasm",
    npm_config_userconfig: execFileSync("npm", ["config", "get", "userconfig"], { encoding: "utf8" }).trim(),
    npm_config_cache: execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim(),
  };
  const npx = (...args: string[]): Promise<Ran> => run("npx", ["--no-install", "convkernel", ...args], project, env);
  let packed: Packed;
  let tarball: string;

  before(async function () {
    this.timeout(600_000);
    for (const path of [project, env["HOME"]!]) mkdirSync(path, { recursive: true });
    const pack = await run("npm", ["pack", "--json", "--pack-destination", folder.path], projectRoot, env);
    packed = packedOf(pack.stdout);
    tarball = join(folder.path, packed.filename);
    writeFileSync(join(project, "package.json"), `{ "private": true }`);
    const install = await run("npm", ["install", tarball, "--no-audit", "--no-fund"], project, env);
    if (install.code !== 0) throw new Error(install.stderr);
    labEnvironment(lab);
  });
  after(function () {
    // Allows for 270 MB of small files.
    this.timeout(120_000);
    folder.remove();
  });

  it("holds what users need and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).to.include.members([
      "README.md",
      "LICENSE",
      "CHANGELOG.md",
      "dist/bundle/index.js",
      "dist/src/index.d.ts",
      "dist/kernel/front/main.js",
      "dist/labextension/package.json",
      "kernel/setup/convkernel.mjs",
      "kernel/setup/locks/jupyter.txt",
      "kernel/setup/locks/native/lock.json",
      "notebooks/00-original.ipynb",
      "notebooks/01-channels.ipynb",
      "src/hints.json",
    ]);
    expect(
      paths.filter((path) => path.endsWith(".ts") && !/^dist\/(?:src|kernel\/port)\/.*\.d\.ts$/.test(path)),
    ).to.deep.equal([]);
    expect(paths.filter((path) => /__pycache__|\.pyc$|^test\/|^\.|\/test\.\w+$/.test(path))).to.deep.equal([]);
    // The next largest is the drawing library of the figures, which JupyterLab loads.
    const large = packed.files.filter(
      ({ path, size }) => size > 250_000 && !/plotly\.js$|bundle\/index\.js$/.test(path),
    );
    expect(large).to.deep.equal([]);
  });

  it("has source maps that hold the source they speak of", () => {
    const dist = join(project, "node_modules", "convkernel", "dist");
    const scripts = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".js") && !/^(?:labextension|bundle)\b/.test(path),
    );
    expect(scripts.length).to.be.above(100);
    for (const script of scripts) {
      expect(readFileSync(join(dist, script), "utf8")).to.match(/\n\/\/# sourceMappingURL=\S+\.map\s*$/);
      const map = JSON.parse(readFileSync(join(dist, `${script}.map`), "utf8")) as Record<string, unknown[]>;
      expect(map["sourcesContent"]?.[0], script).to.match(/\S/);
    }
  });

  it("is what publint and attw want", async function () {
    this.timeout(120_000);
    const node = process.execPath;
    const bin = (name: string): string => join(projectRoot, "node_modules", ...name.split("/"));
    const lint = await run(node, [bin("publint/src/cli.js"), "run", tarball, "--strict"], projectRoot, env);
    expect(lint.stdout + lint.stderr).to.include("All good!");
    const types = await run(
      node,
      [
        bin("@arethetypeswrong/cli/dist/index.js"),
        tarball,
        "--format",
        "ascii",
        "--no-emoji",
        "--profile",
        "node16",
        "--ignore-rules",
        ...esmOnly,
      ],
      projectRoot,
      env,
    );
    expect(types, types.stdout).to.include({ code: 0 });
  });

  it("says what to do before it is set up", async function () {
    this.timeout(60_000);
    const { code, stdout } = await npx("doctor");
    expect(code).to.equal(1);
    expect(stdout).to.match(/✗ JupyterLab: .*\n\s+run `npx convkernel install`\./);
  });

  it("installs the kernel, says what not to commit and how to go on", async function () {
    this.timeout(300_000);
    // The state in which npm silently leaves it on a Node that the native part does not support.
    const modules = join(project, "node_modules", "@oxc-parser");
    for (const name of readdirSync(modules)) rmSync(join(modules, name), { recursive: true });
    const { code, stdout, stderr } = await npx("install", "--jupyter", lab);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.include("add them to .gitignore").and.include("`npx convkernel lab` opens the lessons.");
    expect(existsSync(join(lab, "share", "jupyter", "kernels", "convkernel", "kernel.json"))).to.equal(true);
    expect(readdirSync(modules)).not.to.deep.equal([]);
    const doctor = await npx("doctor", "--jupyter", lab);
    expect(doctor, doctor.stdout).to.include({ code: 0 });
  });

  it("runs a notebook and prints it without colours into a pipe", async function () {
    this.timeout(120_000);
    const notebook = join(project, "first.ipynb");
    writeCells(notebook, [
      `import { torch } from "convkernel";\ntorch.backend()`,
      "torch.ones(2).add(1)",
      `throw new Error("on purpose")`,
    ]);
    const { code, stdout } = await npx("run", "first.ipynb", "--jupyter", lab);
    expect(code).to.equal(1);
    expect(stdout).to.include("'wasm'").and.include("tensor([2., 2.])").and.include("Error: on purpose");
    expect(stdout).not.to.include("\u001b");
  });

  it("ports a program of Python, and does not write over what is there", async function () {
    this.timeout(120_000);
    rmSync(join(project, "first.ts"), { force: true });
    writeFileSync(join(project, "first.py"), "import torch\nx = torch.ones(2)\nprint(2 * x)\n");
    const { code, stdout } = await npx("port", "first.py");
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: "first.ts\n" });
    expect(readFileSync(join(project, "first.ts"), "utf8")).to.equal(
      'import { torch } from "convkernel";\nconst x = torch.ones(2);\nconsole.log(x.mul(2));\n',
    );
    const again = await npx("port", "first.py");
    expect(again.code).to.equal(1);
    expect(again.stderr).to.include("first.ts is there already");
  });

  it("opens copies of the lessons", async function () {
    this.timeout(120_000);
    const args = ["--no-install", "convkernel", "lab", "--jupyter", lab];
    const options = ["--no-browser", "--allow-root", "--ServerApp.port=0", "--IdentityProvider.token="];
    const server = spawn("npx", [...args, ...options], {
      cwd: project,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      const keep = (chunk: Buffer): void => {
        said += chunk.toString();
        const found = /(http:\/\/(?:localhost|127\.0\.0\.1):\d+)\//.exec(said);
        if (found?.[1] !== undefined) resolve(found[1]);
      };
      server.stdout.on("data", keep);
      server.stderr.on("data", keep);
      server.once("exit", () => reject(new Error(said)));
    });
    try {
      expect(said).to.include("Copied into").and.include("01-channels.ipynb");
      const listing = (await (await fetch(`${url}/api/contents/`)).json()) as { content: { name: string }[] };
      expect(listing.content.map(({ name }) => name)).to.include.members(["01-channels.ipynb", "ko"]);
      const kernels = (await (await fetch(`${url}/api/kernelspecs`)).json()) as { kernelspecs: object };
      expect(kernels.kernelspecs).to.have.property("convkernel");
    } finally {
      // Sent to the whole group, as a terminal does.
      process.kill(-server.pid!, "SIGTERM");
      await once(server, "exit");
    }
    expect(existsSync(join(project, "lessons", "01-channels.ipynb"))).to.equal(true);
  });

  it("is a library without a kernel, too", async function () {
    this.timeout(60_000);
    const program = `import { torch } from "convkernel"; console.log(String(torch.ones(2)))`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], project, env);
    expect(stdout).to.equal("tensor([1., 1.])\n");
  });
});
