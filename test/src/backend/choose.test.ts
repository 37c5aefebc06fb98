import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { findAddon } from "../../../src/backend/tfjs-node/binding.ts";

const source = join(import.meta.dirname, "..", "..", "..", "src");

/** A fresh process multiplies two matrices and prints its back end. */
function fresh(name: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const program = `
    import { backend, backendInfo, Storage } from ${JSON.stringify(join(source, "backend", "index.ts"))};
    import { float32 } from ${JSON.stringify(join(source, "shape", "index.ts"))};
    const x = { storage: Storage.fromHost(float32, new Float32Array(4096).fill(1)), shape: [64, 64] };
    console.log(backend().matmul(x, x).host()[0], backendInfo().name, backendInfo().reason);
  `;
  const env = { ...process.env, CONVKERNEL_BACKEND: name };
  return spawnSync(process.execPath, ["--input-type=module-typescript", "-e", program], { env, encoding: "utf8" });
}

describe("the back end in use", () => {
  const native = findAddon().kind === "found";
  const expected = { "": native ? "tfjs-node" : "wasm", wasm: "wasm", plain: "plain" };
  for (const [asked, name] of Object.entries(expected))
    it(`is ${name} where CONVKERNEL_BACKEND is "${asked}", and nothing goes to stderr`, () => {
      const { stdout, stderr } = fresh(asked);
      expect(stderr).to.equal("");
      expect(stdout).to.match(new RegExp(`^64 ${name} `));
    });

  it("is plain loops while every tensor is tiny, so that nothing waits for TensorFlow", () => {
    const program = `
      import { backend, Storage } from ${JSON.stringify(join(source, "backend", "index.ts"))};
      import { float32 } from ${JSON.stringify(join(source, "shape", "index.ts"))};
      Storage.zeros(float32, 4095);
      const before = backend().info.name;
      Storage.zeros(float32, 4096);
      console.log(before, backend().info.name);
    `;
    const arguments_ = ["--input-type=module-typescript", "-e", program];
    const { stdout } = spawnSync(process.execPath, arguments_, {
      encoding: "utf8",
      env: { ...process.env, CONVKERNEL_BACKEND: "" },
    });
    expect(stdout.trim()).to.equal(`plain ${expected[""]}`);
  });

  it("is an error where it has no such name", () => {
    const { status, stderr } = fresh("gpu");
    expect(status).to.equal(1);
    expect(stderr).to.include("CONVKERNEL_BACKEND: expected one of tfjs-node, wasm, plain, got gpu");
  });
});
