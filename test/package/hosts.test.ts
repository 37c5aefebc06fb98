/** The library outside notebooks: in Node by import and by require, in a bundle, with TypeScript 5.0. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const program = `
  torch.manualSeed(2475042772);
  torch.rand(1788);
  console.log(String(new nn.Conv2d(3, 1, { kernelSize: 3, padding: 1 }).bias));
  console.log(torch.ones(64, 64).matmul(torch.ones(64, 64)).at(0, 0).item(), torch.backend().name);
  console.log(plot.image(torch.rand(3, 4, 4)));
`;
const prints = [
  "Parameter containing:",
  "tensor([0.1157], requires_grad=True)",
  "64 wasm",
  "[picture] picture of 4 x 4 in colour",
  "",
].join("\n");
const byImport = `import { torch, nn, plot } from "convkernel";${program}`;
const byRequire = `const { torch, nn, plot } = require("convkernel");${program}`;

describe("the library without a notebook", function () {
  this.timeout(120_000);
  const folder = temporaryFolder("hosts");
  const file = (name: string): string => join(folder.path, name);
  /** Uses wasm, the back end that used to need a turn of the event loop before it was ready. */
  const run = (name: string): string =>
    execFileSync(process.execPath, [file(name)], {
      cwd: folder.path,
      encoding: "utf8",
      env: { ...process.env, CONVKERNEL_BACKEND: "wasm" },
    });

  before(() => {
    mkdirSync(file("node_modules"));
    symlinkSync(projectRoot, file("node_modules/convkernel"), "junction");
    writeFileSync(file("import.mjs"), byImport);
    writeFileSync(file("require.cjs"), byRequire);
  });
  after(() => folder.remove());

  it("runs by import", () => expect(run("import.mjs")).to.equal(prints));

  it("runs by require, for nothing in it awaits at its top level", () => expect(run("require.cjs")).to.equal(prints));

  for (const format of ["esm", "cjs"] as const) {
    it(`runs from a bundle (${format})`, async () => {
      // Native or large packages are not bundled; the bundle finds them beside itself.
      const outfile = file(`node_modules/convkernel-bundle-${format}.${format === "esm" ? "mjs" : "cjs"}`);
      await build({
        stdin: { contents: byImport, resolveDir: folder.path },
        bundle: true,
        platform: "node",
        format,
        outfile,
        logLevel: "silent",
      });
      const output = execFileSync(process.execPath, [outfile], {
        cwd: folder.path,
        encoding: "utf8",
        env: { ...process.env, CONVKERNEL_BACKEND: "plain" },
      });
      expect(output.split("\n").slice(0, 2)).to.deep.equal(prints.split("\n").slice(0, 2));
    });
  }

  it("has declarations that TypeScript 5.0 reads, by main and types alone", () => {
    const name = "types.ts";
    writeFileSync(
      file(name),
      `import { torch, nn, F } from "convkernel";
       const conv = new nn.Conv2d(3, 1, { kernelSize: 3, padding: 1 });
       const y: torch.Tensor = F.relu(conv(torch.ones(1, 3, 8, 8)));
       // @ts-expect-error -- the types are there
       y.nothing;`,
    );
    const compilerOptions = {
      module: "commonjs",
      moduleResolution: "node",
      target: "es2022",
      strict: true,
      noEmit: true,
      types: [],
      skipLibCheck: true,
    };
    writeFileSync(file("tsconfig.json"), JSON.stringify({ compilerOptions, files: [name] }));
    const typescript = createRequire(import.meta.url).resolve("@tslab/typescript-for-tslab/lib/tsc.js");
    execFileSync(process.execPath, [typescript, "-p", folder.path], { encoding: "utf8" });
  });
});
