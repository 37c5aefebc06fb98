import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import { describe, it } from "mocha";

/** A front in a separate process, whose runner is in an endless loop; it prints the runner's pid. */
const FRONT = `
  const { RunnerClient } = await import(${JSON.stringify(new URL("./runner-client.ts", import.meta.url).href)});
  const client = new RunnerClient();
  void client.run("console.log(process.pid); while (true);");
  const item = await client.until((item) => item.kind === "stdout");
  console.log(item.text);`;

describe("a runner without its front", () => {
  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    it(`ends, even in an endless loop, when its front gets ${signal}`, async () => {
      const front = spawn(process.execPath, ["--input-type=module", "-e", FRONT], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [text] = (await once(front.stdout, "data")) as [Buffer];
      const runner = Number(text.toString());
      expect(isAlive(runner)).to.equal(true);
      front.kill(signal);
      await once(front, "exit");
      while (isAlive(runner)) await new Promise((resolve) => setTimeout(resolve, 10));
    });
  }
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
