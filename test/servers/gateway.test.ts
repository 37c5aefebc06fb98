/** The kernel on a real Kernel Gateway, alone and behind a JupyterLab that was started with --gateway-url. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { freePort } from "../support/free-port.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { startLab } from "../support/lab-server.ts";
import type { LabServer } from "../support/lab-server.ts";
import { joined, readNotebook } from "../support/notebook.ts";
import { findPython, projectRoot } from "../support/python.ts";
import { ServerKernel } from "../support/server-kernel.ts";
import type { Outputs } from "../support/server-kernel.ts";
import { temporaryFolder } from "../support/temporary.ts";

const lesson = readNotebook(join(projectRoot, "notebooks", "00-original.ipynb"))
  .cells.filter(({ cell_type }) => cell_type === "code")
  .map(({ source }) => joined(source));

/** What a lesson prints, without lines that name a folder or count seconds. */
async function runLesson(kernel: ServerKernel): Promise<string[]> {
  const texts: string[] = [];
  for (const code of lesson.slice(1)) {
    const { status, text } = await kernel.execute(code);
    expect(status, text).to.equal("ok");
    texts.push(text);
  }
  return texts;
}

describe("the kernel on a gateway", () => {
  const folder = temporaryFolder("gateway");
  const env = jupyterIn(join(folder.path, "jupyter"), { CONVKERNEL_DATA_MIRROR: "http://127.0.0.1:9/" });
  let gateway: ChildProcess | undefined;
  let url: string;
  let lab: LabServer | undefined;

  before(async function () {
    this.timeout(120_000);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const args = ["-m", "kernel_gateway", `--KernelGatewayApp.port=${port}`, "--KernelGatewayApp.ip=127.0.0.1"];
    const child = spawn(findPython(), args, { cwd: folder.path, env, stdio: ["ignore", "ignore", "pipe"] });
    gateway = child;
    let log = "";
    await new Promise<void>((resolve, reject) => {
      child.stderr.on("data", (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes(`:${port}`)) resolve();
      });
      child.once("exit", (code) => reject(new Error(`the gateway ended with code ${code}:\n${log}`)));
    });
    // A server with kernelspecs of its own would hide that they come from the gateway.
    const { JUPYTER_PATH: _, ...without } = jupyterIn(join(folder.path, "lab"));
    lab = await startLab(folder.path, { ...without, JUPYTER_GATEWAY_URL: url });
  });
  after(async function () {
    this.timeout(60_000);
    await lab?.stop();
    if (gateway !== undefined && gateway.exitCode === null) {
      gateway.kill("SIGTERM");
      await once(gateway, "exit");
    }
    folder.remove();
  });

  it("prints the same in a lesson as through JupyterLab with --gateway-url", async function () {
    this.timeout(180_000);
    const outputs = [];
    for (const base of [url, lab!.url]) {
      const kernel = await ServerKernel.start(base);
      await kernel.execute(lesson[0]!);
      outputs.push(await runLesson(kernel));
      kernel.close();
    }
    expect(outputs[0]!.join("\n")).to.include("= 0.1131");
    expect(outputs[1]).to.deep.equal(outputs[0]);
  });

  it("stops, completes and restarts through both", async function () {
    this.timeout(60_000);
    const kernel = await ServerKernel.start(lab!.url);
    let stopped: Promise<Outputs> | undefined;
    await new Promise<void>((inside) => {
      stopped = kernel.execute("const kept = 7; console.log('in'); for (;;) {}", inside);
    });
    await kernel.interrupt();
    expect((await stopped!).status).to.equal("error");
    expect((await kernel.execute("kept")).text).to.equal("7");
    const { matches } = await kernel.request("complete_request", { code: "kep", cursor_pos: 3 });
    expect(matches).to.include("kept");
    await kernel.restart();
    expect((await kernel.execute("typeof kept")).text).to.equal("'undefined'");
    kernel.close();
  });
});
