import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, it } from "mocha";
import { expect } from "chai";
import { jupyterIn, sourceArgv } from "../support/jupyter.ts";
import { findPython } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const SUITE = join(import.meta.dirname, "jupyter_kernel_test_convkernel.py");

describe("jupyter_kernel_test", () => {
  it("passes whole, over the real jupyter_client", async function () {
    this.timeout(120_000);
    // The suite allows 100 ms between a reply and each message after it; a busy machine may miss that once.
    this.retries(1);
    const folder = temporaryFolder("kernel-test");
    try {
      const env = jupyterIn(folder.path, {}, sourceArgv);
      // unittest reports on stderr.
      const run = promisify(execFile)(findPython(), [SUITE], { cwd: folder.path, env });
      const { stderr } = await run.catch((error: { stderr: string }) => error);
      expect(stderr, stderr).to.match(/^Ran 13 tests in .*\n\nOK\n$/m);
      expect(stderr).to.not.match(/skipped/);
    } finally {
      folder.remove();
    }
  });
});
