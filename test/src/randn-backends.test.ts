/** A million normal numbers, equal to the bit on every back end; each runs in a separate process. */
import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { describe, it } from "mocha";
import { torch } from "../../src/index.ts";
import { projectRoot } from "../support/python.ts";

// torch.manual_seed(42); hashlib.sha256(torch.randn(1000003).numpy().tobytes()).hexdigest()
const expected = "4085738930147ae4776e55a12e44b11fdba68b8177133b5cb4a009527b48baf6";

const program = `
  import { createHash } from "node:crypto";
  import { torch } from "./src/index.ts";
  torch.manualSeed(42);
  const numbers = torch.randn(1_000_003);
  // Where there is a device the sum brings them there: what is read back must still be the same.
  numbers.sum();
  const { buffer, byteOffset, byteLength } = numbers.numpy();
  console.log(torch.backend().name, createHash("sha256").update(new Uint8Array(buffer, byteOffset, byteLength)).digest("hex"));
`;

describe("torch.randn of 1,000,003 numbers", () => {
  for (const name of new Set([torch.backend().name, "wasm", "plain"]))
    it(`is PyTorch's bit for bit on ${name}`, () => {
      const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", program], {
        cwd: projectRoot,
        env: { ...process.env, CONVKERNEL_BACKEND: name },
        encoding: "utf8",
      });
      expect(stdout.trim(), stderr).to.equal(`${name} ${expected}`);
    });
});
