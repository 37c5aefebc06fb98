/** The same programs on the back ends that are not used here, each in a separate process whose environment variable selects it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "mocha";
import { expect } from "chai";
import { torch } from "../../src/index.ts";
import { projectRoot } from "../support/python.ts";

const mocha = join(projectRoot, "node_modules/mocha/bin/mocha.js");

describe("conformance with PyTorch on the other back ends", () => {
  const others = ["wasm", "plain"].filter((name) => name !== torch.backend().name);
  for (const name of others) {
    it(name, () => {
      const { status, stdout } = spawnSync(process.execPath, [mocha, "test/src/conformance.test.ts"], {
        cwd: projectRoot,
        env: { ...process.env, CONVKERNEL_BACKEND: name },
        encoding: "utf8",
      });
      expect(status, stdout).to.equal(0);
    }).timeout(120_000);
  }
});
