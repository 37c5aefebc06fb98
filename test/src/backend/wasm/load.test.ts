import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { describe, it } from "mocha";

describe("loadWasm", () => {
  it("leaves what another copy of the library in the process has computed where it is", () => {
    const file = new URL("../../../../src/backend/wasm/load.ts", import.meta.url).href;
    const code = `
      import { createRequire } from "node:module";
      const tf = createRequire(${JSON.stringify(file)})("@tensorflow/tfjs-core");
      (await import(${JSON.stringify(file)})).loadWasm();
      const x = tf.tensor([1, 2, 3]);
      (await import(${JSON.stringify(`${file}?copy`)})).loadWasm();
      console.log(tf.add(x, tf.tensor([1, 1, 1])).dataSync().join());
      x.dispose();`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", "--input-type=module", "-e", code], {
      encoding: "utf8",
    });
    expect(stderr).to.equal("");
    expect(stdout).to.equal("2,3,4\n");
  });
});
